using System.Globalization;
using SigProp.Data;

namespace SigProp.Cli.Input;

/// <summary>The images of one binary file of CIFAR or several, which hold their classes too.</summary>
internal sealed class CifarData : ImageData
{
    private const int TenBytes = 1 + (3 * 32 * 32);
    private const int HundredBytes = 1 + TenBytes;

    private readonly CifarImages _images;
    private readonly (string Path, int Count)[] _files;
    private readonly string[] _names;

    private CifarData(string path, CifarImages images, (string Path, int Count)[] files, string[] names)
        : base(path)
    {
        _images = images;
        _files = files;
        _names = names;
    }

    public override int Count => _images.Count;

    protected override int Channels => _images.Channels;

    protected override string LabelsHint => "";

    /// <summary>Whether a file's name is that of a file of CIFAR, which nothing in it tells.</summary>
    public static bool IsCifar(string path)
        => path.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".bin.gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads files one after the other, CIFAR-10 or CIFAR-100, as their length tells.</summary>
    /// <param name="path">What messages call all files together.</param>
    /// <param name="files">The files.</param>
    /// <param name="stop">Ends the reading.</param>
    public static CifarData Read(string path, IReadOnlyList<string> files, CancellationToken stop)
    {
        using var records = new MemoryStream();
        var ends = new List<long>();
        foreach (string file in files)
        {
            stop.ThrowIfCancellationRequested();
            InputFile.Check(file);
            using Stream stream = DataFile.OpenRead(file);
            stream.CopyTo(records);
            ends.Add(records.Length);
        }

        long[] lengths = [.. ends.Select((end, i) => end - (i == 0 ? 0 : ends[i - 1]))];
        bool hundred = lengths[0] % TenBytes != 0 && lengths[0] % HundredBytes == 0;
        int each = hundred ? HundredBytes : TenBytes;
        int odd = Array.FindIndex(lengths, length => length == 0 || length % each != 0);
        if (odd >= 0)
        {
            throw new InputException(
                $"'{files[odd]}' is no binary file of CIFAR: its {lengths[odd]} bytes are not a whole number, at least 1, of records of {each} bytes.");
        }

        records.Position = 0;
        CifarImages images = CifarFile.Read(records, path, hundred ? 100 : 10);
        return new CifarData(path, images, [.. files.Select((file, i) => (file, (int)(lengths[i] / each)))], Names(files[0], hundred, images.ClassCount));
    }

    public override string Place(int row)
    {
        int file = 0;
        for (; row >= _files[file].Count; file++)
        {
            row -= _files[file].Count;
        }

        return $"'{_files[file].Path}', image {row + 1}";
    }

    public override InputEncoding Fit(LabelSource source, int[] rows, bool unitRange) => unitRange
        ? new ChannelScaling(_images.Shape, new float[_images.Channels], [.. Enumerable.Repeat(1f, _images.Channels)])
        : ChannelScaling.Fit(_images, rows);

    public override float[] Encode(InputEncoding encoding, int[] rows) => ((ChannelScaling)encoding).Encode(_images, rows);

    protected override string NameOf(byte label) => _names[label];

    protected override byte[] ReadClasses(LabelSource source) => source.File is null
        ? _images.Labels.ToArray()
        : throw new InputException($"--labels goes with IDX files, and '{Path}' holds its classes itself; leave it out.");

    // As the file beside says, which comes with the images, or else numbers.
    private static string[] Names(string path, bool hundred, int classes)
    {
        string file = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", hundred ? "fine_label_names.txt" : "batches.meta.txt");
        string[] names = File.Exists(file) ? [.. File.ReadLines(file).Select(l => l.Trim()).Where(l => l.Length > 0)] : [];
        return names.Length == classes && names.Distinct().Count() == classes
            ? names
            : [.. Enumerable.Range(0, classes).Select(i => i.ToString(CultureInfo.InvariantCulture))];
    }
}
