using System.Globalization;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>The checkpoints of one run in a folder, which nobody else may use as long as it is open.</summary>
internal sealed class CheckpointStore : IDisposable
{
    /// <summary>What the name of a file ends with that is being written.</summary>
    public const string Unfinished = ".tmp";

    private const string Prefix = "epoch-";
    private const string Extension = ".checkpoint";
    private readonly string _folder;
    private readonly CheckpointOptions _options;
    private readonly FileStream _lock;

    /// <exception cref="CheckpointException">Another run is at work in the folder.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public CheckpointStore(CheckpointOptions options)
    {
        _options = options;
        _folder = Path.GetFullPath(options.Folder);
        if (File.Exists(_folder))
        {
            throw new IOException($"The folder for checkpoints, '{_folder}', is a file; name a folder.");
        }

        Directory.CreateDirectory(_folder);
        string lockFile = Path.Combine(_folder, "checkpoints.lock");
        try
        {
            // The system lets go of it when the process dies.
            _lock = new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException exception) when (File.Exists(lockFile))
        {
            throw new CheckpointException($"Another run writes its checkpoints to '{_folder}'. Give each run a folder of its own, or wait until that one has ended.", exception);
        }

        foreach (string file in Directory.EnumerateFiles(_folder, $"{Prefix}*{Extension}{Unfinished}"))
        {
            File.Delete(file);
        }
    }

    /// <summary>The last checkpoint of a run that can be used.</summary>
    /// <param name="run">The run.</param>
    /// <param name="header">Its header.</param>
    /// <param name="problems">Takes a sentence for each later one that cannot be used.</param>
    /// <returns>Its file; null where the folder holds no checkpoint.</returns>
    /// <exception cref="CheckpointException">It is that of another run, or none can be used.</exception>
    public string? Find(RunFingerprint run, out CheckpointHeader? header, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        (problems, header) = (found, null);
        foreach (string file in Files())
        {
            header = CheckpointFile.ReadHeader(file, out string? problem);
            if (header is null)
            {
                found.Add(problem!);
                continue;
            }

            return run.DifferenceTo(header.Run) is not string difference ? file : throw new CheckpointException(
                $"'{_folder}' holds the checkpoint of another run: {difference}. Name another folder, delete this one to train from the start, or train as before to go on.");
        }

        return found.Count == 0 ? null : throw new CheckpointException(
            $"{found[0]} {(found.Count > 1 ? "No earlier one can be used either" : "There is no earlier one")}; delete '{_folder}' to train from the start.");
    }

    /// <summary>Writes a checkpoint, and removes those that are too many.</summary>
    public void Write(CheckpointHeader header, Action<StateWalk> state)
    {
        CheckpointFile.Write(
            Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{header.Epoch:D10}{Extension}")), header, state);
        foreach (string file in Files().Skip(_options.Keep))
        {
            File.Delete(file);
        }
    }

    /// <summary>Removes all checkpoints: the run is over.</summary>
    public void Clear()
    {
        foreach (string file in Files())
        {
            File.Delete(file);
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>The last one first.</summary>
    private string[] Files() => [.. Directory.EnumerateFiles(_folder, $"{Prefix}*{Extension}").OrderDescending(StringComparer.Ordinal)];
}
