using SigProp.Data;

namespace SigProp.Cli.Input;

/// <summary>Rows as a file holds them, before they become features.</summary>
internal abstract class InputData(string path)
{
    private const int StartLength = 8192;

    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>Number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>Whether the rows have named columns.</summary>
    public abstract bool HasColumns { get; }

    /// <summary>Reads a table or images, whichever the file holds.</summary>
    /// <exception cref="InputException">There is no such file, or it holds neither.</exception>
    /// <exception cref="DataFormatException">The file is damaged.</exception>
    public static InputData Read(string path, CancellationToken stop)
    {
        InputFile.Check(path);
        byte[] start = new byte[StartLength];
        using (Stream stream = DataFile.OpenRead(path))
        {
            start = start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        }

        return IdxFile.IsIdx(start) ? new ImageData(path, IdxFile.ReadImages(path)) : new TableData(path, TableReader.Read(path, start, stop));
    }

    /// <summary>The names of the classes that occur, in order.</summary>
    public abstract IReadOnlyList<string> ClassNames(LabelSource source);

    /// <summary>The class of each row.</summary>
    public abstract int[] Labels(LabelSource source, IReadOnlyList<string> names);

    /// <summary>Learns how rows become features.</summary>
    public abstract InputEncoding Fit(LabelSource source, int[] rows);

    /// <summary>Makes sure that a model's encoding is for data of this kind.</summary>
    /// <exception cref="InputException">It is for another kind.</exception>
    public abstract void CheckFits(InputEncoding encoding);

    /// <summary>The features of the rows named, by an encoding that fits.</summary>
    public abstract float[] Encode(InputEncoding encoding, int[] rows);
}
