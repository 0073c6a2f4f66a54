using CsvHelper;
using SigProp.Cli.Input;
using SigProp.Cli.Output;

namespace SigProp.Cli.Predicting;

/// <summary>The number of each row, the interval in which it lies, and quantiles.</summary>
/// <param name="model">The model.</param>
/// <param name="exit">The layer that answers, or null for the head.</param>
/// <param name="interval">The part of the numbers that intervals hold; null for none.</param>
/// <param name="levels">The quantiles' levels.</param>
internal sealed class NumberPredictor(Model model, int? exit, double? interval, double[] levels) : Predictor(model, exit)
{
    // The ends of an interval are quantiles, too.
    private readonly double[] _all = [.. interval is double part ? [(1 - part) / 2, (1 + part) / 2] : Array.Empty<double>(), .. levels];

    public override IReadOnlyList<string> Columns =>
        ["predicted", .. interval is null ? Array.Empty<string>() : ["lower", "upper"], .. levels.Select(level => $"q_{Format.Number(level)}")];

    protected override void WriteRows(CsvWriter csv, float[] features)
    {
        float[] values = Answers.Of(Network, features, Exit), quantiles = new float[values.Length * _all.Length];
        if (_all.Length > 0)
        {
            Network.PredictQuantiles(features, _all, quantiles);
        }

        for (int row = 0; row < values.Length; row++)
        {
            WriteNumbers(csv, values.AsSpan(row, 1));
            WriteNumbers(csv, quantiles.AsSpan(row * _all.Length, _all.Length));
            csv.NextRecord();
        }
    }
}
