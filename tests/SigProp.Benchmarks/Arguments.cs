using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace SigProp.Benchmarks;

/// <summary>Options of the form <c>--name value</c>.</summary>
internal sealed partial class Arguments
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    private readonly Dictionary<string, string> _values = [];

    /// <param name="command">The command, for messages.</param>
    /// <param name="about">Its line in the usage text: the options that it names are those the command knows.</param>
    /// <param name="args">What was given.</param>
    /// <exception cref="ArgumentException">An option that the command does not know, one without a value, or one given twice.</exception>
    public Arguments(string command, string about, string[] args)
    {
        string[] known = [.. OptionName().Matches(about).Select(m => m.Value[2..]).Distinct(), "json", "md"];
        Given = args;
        for (int i = 0; i < args.Length; i += 2)
        {
            string name = args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][2..] : "";
            if (!known.Contains(name))
            {
                throw new ArgumentException($"{command} has no option '{args[i]}'; it has {string.Join(", ", known.Select(k => "--" + k))}.");
            }

            if (i + 1 == args.Length)
            {
                throw new ArgumentException($"--{name} takes a value; none was given.");
            }

            if (!_values.TryAdd(name, args[i + 1]))
            {
                throw new ArgumentException($"--{name} was given twice.");
            }
        }
    }

    /// <summary>The options as they were given.</summary>
    public IReadOnlyList<string> Given { get; }

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    public int Int(string name, int otherwise) => (int)Number(name, otherwise);

    public bool Flag(string name) => Int(name, 0) != 0;

    /// <summary>Numbers separated by commas.</summary>
    public int[] Ints(string name, params int[] otherwise) => _values.TryGetValue(name, out string? text)
        ? [.. text.Split(',').Select(t => int.TryParse(t, CultureInfo.InvariantCulture, out int value) && value > 0
            ? value
            : throw new ArgumentException($"--{name} takes whole numbers from 1, separated by commas, not '{text}'."))]
        : otherwise;

    public double Number(string name, double otherwise)
    {
        if (!_values.TryGetValue(name, out string? text))
        {
            return otherwise;
        }

        return double.TryParse(text, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new ArgumentException($"--{name} takes a number, not '{text}'.");
    }

    public void WriteJson(object result)
    {
        if (_values.TryGetValue("json", out string? file))
        {
            File.WriteAllText(file, JsonSerializer.Serialize(result, s_json) + "\n");
        }
    }

    [GeneratedRegex("--[a-z][a-z0-9-]*")]
    private static partial Regex OptionName();
}
