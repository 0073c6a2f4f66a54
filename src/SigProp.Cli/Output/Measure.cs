using System.Text.Json;
using SigProp.Comparison;
using SigProp.Training;

namespace SigProp.Cli.Output;

/// <summary>One measure of how well predictions do.</summary>
/// <param name="Name">As people read it.</param>
/// <param name="JsonName">As programs read it.</param>
/// <param name="Value">What was measured.</param>
/// <param name="HasUnit">Whether it is in the unit of the numbers predicted.</param>
internal sealed record Measure(string Name, string JsonName, double Value, bool HasUnit = false)
{
    public string Text => Format(Value);

    public static IReadOnlyList<Measure> Of(Evaluation evaluation) =>
    [
        new("accuracy", "accuracy", evaluation.Accuracy), new("log-loss", "logLoss", evaluation.LogLoss),
        new("macro-F1", "macroF1", evaluation.MacroF1),
    ];

    public static IReadOnlyList<Measure> Of(RegressionEvaluation evaluation) =>
    [
        new("R2", "r2", evaluation.R2), new("RMSE", "rmse", evaluation.Rmse, HasUnit: true), new("MAE", "mae", evaluation.Mae, HasUnit: true),
    ];

    /// <summary>What is measured of classes, or of numbers.</summary>
    public static IReadOnlyList<MeasureInfo> Infos(bool numbers) => numbers
        ? [new("r2", "R2", IsBetterHigher: true, IsFraction: true), new("rmse", "RMSE", false, false), new("mae", "MAE", false, false)]
        : [new("accuracy", "accuracy", true, true), new("logLoss", "log-loss", false, true), new("macroF1", "macro-F1", true, true)];

    public static void Write(Utf8JsonWriter json, IEnumerable<Measure> measures)
    {
        foreach (Measure measure in measures)
        {
            json.WriteNumber(measure.JsonName, measure.Value);
        }
    }

    /// <summary>A value of this measure as people read it, with the decimals of <paramref name="like"/>, or its own.</summary>
    public string Format(double value, double? like = null)
        => HasUnit ? Output.Format.Number(value, like ?? value) : Output.Format.Fraction(value);
}
