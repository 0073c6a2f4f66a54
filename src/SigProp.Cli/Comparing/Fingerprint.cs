using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography;
using System.Text;
using SigProp.Cli.Input;
using SigProp.Cli.Output;

namespace SigProp.Cli.Comparing;

/// <summary>All that a run depends on besides its candidate, its seed and its split, in a few letters.</summary>
internal static class Fingerprint
{
    /// <summary>Of the files' contents, of the options given but for those named, of this build, and of the machine, whose times they are.</summary>
    /// <param name="parsed">What was given.</param>
    /// <param name="files">The data.</param>
    /// <param name="without">Options that say which runs are made, or where results go.</param>
    public static string Of(ParseResult parsed, IEnumerable<string> files, IReadOnlyCollection<Option> without)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{typeof(Network).Module.ModuleVersionId} {typeof(Fingerprint).Module.ModuleVersionId} "
            + $"{MachineText.Describe()} {Environment.GetEnvironmentVariable("SIGPROP_KERNEL")}\n"));
        byte[] buffer = new byte[1 << 16];
        foreach (string file in files.SelectMany(InputFile.Split).Where(File.Exists))
        {
            using FileStream stream = File.OpenRead(file);
            for (int read; (read = stream.Read(buffer)) > 0;)
            {
                hash.AppendData(buffer, 0, read);
            }

            hash.AppendData([0]);
        }

        foreach (string option in parsed.CommandResult.Children.OfType<OptionResult>().Where(o => !o.Implicit && !without.Contains(o.Option))
            .Select(o => $"{o.Option.Name} {string.Join(' ', o.Tokens.Select(t => t.Value))}\n").Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(option));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
