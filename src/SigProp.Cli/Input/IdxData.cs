using System.Globalization;
using SigProp.Data;

namespace SigProp.Cli.Input;

/// <summary>The images of an IDX file; their classes are in another file.</summary>
internal sealed class IdxData(string path, IdxImages images) : ImageData(path)
{
    private byte[]? _labels;

    /// <summary>The file of labels beside a file of images; null where there is none, or where the name is not that of images.</summary>
    public static string? FindLabels(string path)
    {
        string folder = System.IO.Path.GetDirectoryName(path) ?? "", name = System.IO.Path.GetFileName(path);
        string labels = name.Replace("images-idx3", "labels-idx1", StringComparison.Ordinal)
            .Replace("images.idx3", "labels.idx1", StringComparison.Ordinal);
        string unpacked = labels.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? labels[..^3] : labels;
        return labels == name ? null
            : new[] { labels, unpacked, unpacked + ".gz" }.Select(n => System.IO.Path.Combine(folder, n)).FirstOrDefault(File.Exists);
    }

    public override int Count => images.Count;

    protected override int Channels => 1;

    protected override string LabelsHint => ", or give a file with --labels";

    public override string Place(int row) => $"'{Path}', image {row + 1}";

    public override InputEncoding Fit(LabelSource source, int[] rows, bool unitRange) => new PixelScaling(images.Height, images.Width);

    public override float[] Encode(InputEncoding encoding, int[] rows) => ((PixelScaling)encoding).Encode(images, rows);

    protected override string NameOf(byte label) => label.ToString(CultureInfo.InvariantCulture);

    protected override byte[] ReadClasses(LabelSource source)
    {
        if (_labels is not null)
        {
            return _labels;
        }

        string file = source.File ?? FindLabels(Path) ?? throw new InputException($"There is no file of labels beside '{Path}'; give one with --labels.");
        InputFile.Check(file);
        _labels = IdxFile.ReadLabels(file);
        return _labels.Length == Count
            ? _labels
            : throw new InputException($"'{file}' holds {_labels.Length} labels, and '{Path}' {Count} images.");
    }
}
