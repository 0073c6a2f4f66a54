using System.Globalization;
using SigProp.Data;

namespace SigProp.TorchSharp.Tests.Training;

/// <summary>The handwritten digits, pixels from 0 to 1, every third row to test on.</summary>
internal static class Digits
{
    private static readonly Lazy<Dataset> s_all = new(Read);

    public static Dataset Train => Part(i => i % 3 != 0);

    public static Dataset Test => Part(i => i % 3 == 0);

    private static Dataset Part(Func<int, bool> isIn) => s_all.Value.Select([.. Enumerable.Range(0, s_all.Value.Count).Where(isIn)]);

    private static Dataset Read()
    {
        string[][] lines = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "data", "digits.csv")).Skip(1).Select(l => l.Split(','))];
        return new Dataset(
            [.. lines.SelectMany(l => l[..64]).Select(v => float.Parse(v, CultureInfo.InvariantCulture) / 16f)], 64,
            [.. lines.Select(l => int.Parse(l[64], CultureInfo.InvariantCulture))], 10);
    }
}
