using System.Globalization;
using SigProp.Data;

namespace SigProp.Cli.Input;

/// <summary>The images of an IDX file.</summary>
internal sealed class ImageData(string path, IdxImages images) : InputData(path)
{
    private byte[]? _labels;

    public override int Count => images.Count;

    public override bool HasColumns => false;

    public override string Place(int row) => $"'{Path}', image {row + 1}";

    public override IReadOnlyList<string> ClassNames(LabelSource source)
        => [.. Bytes(source).Distinct().Order().Select(label => label.ToString(CultureInfo.InvariantCulture))];

    public override int[] Labels(LabelSource source, IReadOnlyList<string> names)
    {
        Dictionary<string, int> places = names.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i);
        return [.. Bytes(source).Select(label => places.TryGetValue(label.ToString(CultureInfo.InvariantCulture), out int place)
            ? place
            : throw new InputException($"The labels of '{Path}' hold the class '{label}', which the model does not know."))];
    }

    public override float[] Values(LabelSource source)
        => throw new InputException($"--target names a column of a table, and '{Path}' holds images, which have classes.");

    public override float[]? Weights(LabelSource source) => null;

    public override InputEncoding Fit(LabelSource source, int[] rows) => new PixelScaling(images.Height, images.Width);

    public override void CheckFits(InputEncoding encoding)
    {
        if (encoding is not PixelScaling)
        {
            string took = encoding is TableEncoding ? "was trained on a table" : $"takes {encoding.Width} features as they are";
            throw new InputException($"The model {took}, and '{Path}' holds images.");
        }
    }

    public override float[] Encode(InputEncoding encoding, int[] rows) => ((PixelScaling)encoding).Encode(images, rows);

    private byte[] Bytes(LabelSource source)
    {
        if (_labels is not null)
        {
            return _labels;
        }

        if (source.Column is not null)
        {
            throw new InputException($"--label names a column of a table, and '{Path}' holds images; leave it out, or give a file with --labels.");
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
