using System.Globalization;
using SigProp.Data;

namespace SigProp.Cli.Input;

/// <summary>The images of an IDX file; their classes are in another file.</summary>
internal sealed class IdxData(string path, IdxImages images) : ImageData(path)
{
    private byte[]? _labels;

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

        string file = source.File ?? LabelsFile();
        InputFile.Check(file);
        _labels = IdxFile.ReadLabels(file);
        return _labels.Length == Count
            ? _labels
            : throw new InputException($"'{file}' holds {_labels.Length} labels, and '{Path}' {Count} images.");
    }

    private string LabelsFile()
    {
        string folder = System.IO.Path.GetDirectoryName(Path) ?? "", name = System.IO.Path.GetFileName(Path);
        string labels = name.Replace("images-idx3", "labels-idx1", StringComparison.Ordinal)
            .Replace("images.idx3", "labels.idx1", StringComparison.Ordinal);
        string unpacked = labels.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? labels[..^3] : labels;
        string? found = labels == name ? null
            : new[] { labels, unpacked, unpacked + ".gz" }.Select(n => System.IO.Path.Combine(folder, n)).FirstOrDefault(File.Exists);
        return found ?? throw new InputException($"There is no file of labels beside '{Path}'; give one with --labels.");
    }
}
