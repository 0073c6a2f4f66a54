using System.Globalization;
using SigProp.Data;
using SigProp.Tests.Readme;

namespace SigProp.Tests.Comparison;

/// <summary>Rows for comparisons.</summary>
internal static class ComparedData
{
    /// <summary>The digits, 8 x 8 pixels, as they are.</summary>
    public static Dataset Digits()
    {
        string[][] lines = [.. File.ReadLines(Path.Combine(Repository.Root, "samples", "data", "digits.csv")).Skip(1).Select(l => l.Split(','))];
        float[] pixels = [.. lines.SelectMany(l => l[..64]).Select(v => float.Parse(v, CultureInfo.InvariantCulture))];
        return new Dataset(pixels, 64, [.. lines.Select(l => int.Parse(l[64], CultureInfo.InvariantCulture))], 10);
    }

    /// <summary>One fold of five to test on and the others, standardised by the others.</summary>
    public static (Dataset Train, Dataset Test) Fold(Dataset data, int[] fold)
    {
        Dataset train = data.Select([.. Enumerable.Range(0, data.Count).Except(fold)]), test = data.Select(fold);
        StandardScaling scaling = StandardScaling.Fit(train.Features, data.Width);
        scaling.Apply(train.Features);
        scaling.Apply(test.Features);
        return (train, test);
    }
}
