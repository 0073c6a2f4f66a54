using System.Security.Cryptography;
using System.Text;
using SigProp.Comparison;

namespace SigProp.Cli.Comparing;

/// <summary>Finished runs, kept in a file beside the report so that a comparison that was interrupted goes on where it stopped. A line a run, written at once; one that
/// was cut short is passed over.</summary>
internal sealed class RunStore
{
    private readonly string? _path;
    private readonly string _comparison;
    private readonly Dictionary<string, string> _kept = [];
    private bool _replaces;
    private int _added;

    /// <param name="path">The file; null where nothing is kept.</param>
    /// <param name="comparison">All that runs depend on besides their candidate, seed and split: data, options, version.</param>
    /// <param name="isFresh">Whether what is there is forgotten, once there is a run to put in its place.</param>
    public RunStore(string? path, string comparison, bool isFresh)
    {
        _path = path;
        _comparison = comparison;
        if (path is null || !File.Exists(path))
        {
            return;
        }

        if (isFresh)
        {
            _replaces = true;
            return;
        }

        foreach (string line in File.ReadLines(path))
        {
            if (line.IndexOf('\t', StringComparison.Ordinal) is > 0 and int tab)
            {
                _kept[line[..tab]] = line[(tab + 1)..];
            }
        }
    }

    /// <summary>Runs that were found, and not made again.</summary>
    public int Found { get; private set; }

    /// <summary>Runs of this comparison that are in the file, found or made.</summary>
    public int Count => Found + _added;

    /// <summary>A run that was finished before; null where it was not.</summary>
    public ComparisonRun? Find(string candidate, long seed, int split)
    {
        if (!_kept.TryGetValue(Key(candidate, seed, split), out string? json))
        {
            return null;
        }

        try
        {
            ComparisonRun run = ComparisonJson.ReadRun(json);
            Found++;
            return run;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Keeps a run.</summary>
    public void Add(string candidate, ComparisonRun run)
    {
        if (_path is null)
        {
            return;
        }

        string key = Key(candidate, run.Seed, run.Split), json = ComparisonJson.WriteRun(run);

        if (_replaces)
        {
            File.Delete(_path);
            _replaces = false;
        }

        // A line that was cut short ends here, and not in this one.
        File.AppendAllText(_path, $"{(!File.Exists(_path) || EndsLine(_path) ? "" : "\n")}{key}\t{json}\n");
        _kept[key] = json;
        _added++;
    }

    private static bool EndsLine(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length == 0)
        {
            return true;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '\n';
    }

    private string Key(string candidate, long seed, int split)
        => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{_comparison}\n{candidate}\n{seed}\n{split}")))[..32];
}
