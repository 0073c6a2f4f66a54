using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>Blocks of houses in California (census of 1990), which a checkout does not hold: in the folder SIGPROP_DATA, or in shared/data beside the
/// checkout.</summary>
internal static class Houses
{
    public sealed class Block
    {
        [VectorType(8)]
        public float[] Features { get; set; } = [];

        /// <summary>The median value, in 100,000 dollars.</summary>
        public float Label { get; set; }
    }

    public static string FileOrSkip()
    {
        string? folder = Environment.GetEnvironmentVariable("SIGPROP_DATA");
        for (string? at = AppContext.BaseDirectory; at is not null && string.IsNullOrEmpty(folder); at = Path.GetDirectoryName(at))
        {
            folder = File.Exists(Path.Combine(at, "SigProp.MLNet.sln")) ? Path.Combine(at, "..", "shared", "data") : null;
        }

        string path = Path.Combine(folder ?? "", "tabular", "california-housing.csv.gz");
        Assert.SkipUnless(File.Exists(path), "The houses of California are neither in the folder SIGPROP_DATA nor in shared/data beside the checkout.");
        return path;
    }

    /// <summary>Rows spread evenly over the file.</summary>
    public static IDataView Load(MLContext context, string file, int rows)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        string[] lines = [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)];
        return context.Data.LoadFromEnumerable(Enumerable.Range(0, rows).Select(i => Parse(lines[(long)i * lines.Length / rows])).ToList());
    }

    private static Block Parse(string line)
    {
        string[] cells = line.Split(',');
        return new Block { Features = [.. cells[..8].Select(Number)], Label = Number(cells[8]) / 100_000 };
    }

    private static float Number(string cell) => cell.Length > 0 ? float.Parse(cell, CultureInfo.InvariantCulture) : float.NaN;
}
