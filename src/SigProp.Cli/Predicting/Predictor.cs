using System.Globalization;
using CsvHelper;
using SigProp.Cli.Input;

namespace SigProp.Cli.Predicting;

/// <summary>Writes what a model says about rows.</summary>
/// <param name="model">The model.</param>
/// <param name="exit">The layer that answers, or null for the head.</param>
internal abstract class Predictor(Model model, int? exit)
{
    /// <summary>The columns' names.</summary>
    public abstract IReadOnlyList<string> Columns { get; }

    protected Network Network => model.Network;

    protected IReadOnlyList<string> ClassNames => model.ClassNames;

    protected int? Exit => exit;

    /// <summary>Writes a line for each row.</summary>
    /// <param name="csv">Takes the lines.</param>
    /// <param name="features">The rows' features.</param>
    /// <param name="place">Where a row comes from, for messages.</param>
    /// <exception cref="InputException">The answer to a row is not finite.</exception>
    public void Write(CsvWriter csv, float[] features, Func<int, string> place)
    {
        int bad = 0;
        try
        {
            WriteRows(csv, features);
        }
        catch (InvalidOperationException) when (Answers.FirstNotFinite(Network, features, exit) is int row && (bad = row) >= 0)
        {
            throw Answers.Refusal(place(bad));
        }
    }

    protected abstract void WriteRows(CsvWriter csv, float[] features);

    protected static void WriteNumbers(CsvWriter csv, ReadOnlySpan<float> numbers)
    {
        foreach (float number in numbers)
        {
            csv.WriteField(number.ToString(CultureInfo.InvariantCulture));
        }
    }
}
