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
        IReadOnlyList<string> files = InputFile.Split(path);
        if (files.Count > 1)
        {
            return CifarData.Read(path, files, stop);
        }

        InputFile.Check(path);
        using Stream opened = DataFile.OpenRead(path);
        byte[] start = new byte[StartLength];
        start = start[..opened.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        using Stream stream = FromTheBeginning(opened, path);
        return IdxFile.IsIdx(start) ? new IdxData(path, IdxFile.ReadImages(stream, path))
            : CifarData.IsCifar(path) ? CifarData.Read(path, files, stop)
            : new TableData(path, TableReader.Read(stream, path, start, stop));
    }

    /// <summary>The file and the place of a row in it, for messages.</summary>
    public abstract string Place(int row);

    /// <summary>The names of the classes that occur, in order.</summary>
    public abstract IReadOnlyList<string> ClassNames(LabelSource source);

    /// <summary>The class of each row.</summary>
    public abstract int[] Labels(LabelSource source, IReadOnlyList<string> names);

    /// <summary>The number to predict of each row.</summary>
    public abstract float[] Values(LabelSource source);

    /// <summary>How much each row weighs; null where the source names no column for it.</summary>
    public abstract float[]? Weights(LabelSource source);

    /// <summary>Learns how rows become features.</summary>
    /// <param name="source">Where classes or numbers are.</param>
    /// <param name="rows">The rows to learn from.</param>
    /// <param name="unitRange">Whether features are to lie in [0, 1].</param>
    public abstract InputEncoding Fit(LabelSource source, int[] rows, bool unitRange);

    /// <summary>Makes sure that a model's encoding is for data of this kind.</summary>
    /// <exception cref="InputException">It is for another kind.</exception>
    public abstract void CheckFits(InputEncoding encoding);

    /// <summary>The features of the rows named, by an encoding that fits.</summary>
    public abstract float[] Encode(InputEncoding encoding, int[] rows);

    // What was packed in a file cannot go back, and can be opened again; a pipe is the other way round.
    internal static Stream FromTheBeginning(Stream opened, string path)
    {
        if (!opened.CanSeek)
        {
            return DataFile.OpenRead(path);
        }

        opened.Position = 0;
        return opened;
    }
}
