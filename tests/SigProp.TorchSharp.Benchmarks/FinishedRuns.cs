using System.Text.Json;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>What finished runs ended with, in the folder of their checkpoints: a run removes these when it ends, and a command of several runs that is interrupted
/// in the last is not to do the first ones again.</summary>
/// <param name="folder">The command's folder; null to keep nothing.</param>
/// <param name="settings">All that decides what a run ends with.</param>
internal sealed class FinishedRuns(string? folder, string settings)
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    /// <summary>Where a rule's checkpoints are; null for nowhere.</summary>
    public string? FolderOf(Vgg8bRule rule) => folder is null ? null : Path.Combine(folder, rule.Key);

    /// <summary>What a rule ended with; null where it has not.</summary>
    /// <exception cref="ArgumentException">It was another run.</exception>
    public Vgg8bResult? Find(Vgg8bRule rule)
    {
        if (FileOf(rule) is not string file || !File.Exists(file))
        {
            return null;
        }

        Finished? finished;
        try
        {
            finished = JsonSerializer.Deserialize<Finished>(File.ReadAllText(file));
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"'{file}' is damaged; delete it, and the run is done again.", e);
        }

        return finished?.Settings == settings ? finished.Result : throw new ArgumentException(
            $"'{file}' is of a run of other settings ({finished?.Settings}; here {settings}); name another folder by --checkpoint.");
    }

    /// <summary>Keeps what a rule ended with.</summary>
    public void Keep(Vgg8bRule rule, Vgg8bResult result)
    {
        if (FileOf(rule) is string file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, JsonSerializer.Serialize(new Finished(settings, result), s_json) + "\n");
        }
    }

    private string? FileOf(Vgg8bRule rule) => FolderOf(rule) is string own ? Path.Combine(own, "result.json") : null;

    private sealed record Finished(string Settings, Vgg8bResult Result);
}
