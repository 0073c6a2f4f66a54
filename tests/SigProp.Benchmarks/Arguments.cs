using System.Globalization;
using System.Text.Json;

namespace SigProp.Benchmarks;

/// <summary>Options of the form <c>--name value</c>.</summary>
internal sealed class Arguments
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    private readonly Dictionary<string, string> _values = [];

    public Arguments(string[] args)
    {
        if (args.Length % 2 != 0 || args.Where((_, i) => i % 2 == 0).Any(a => !a.StartsWith("--", StringComparison.Ordinal)))
        {
            throw new ArgumentException($"Options come in pairs, --name value; given: {string.Join(' ', args)}");
        }

        for (int i = 0; i < args.Length; i += 2)
        {
            _values[args[i][2..]] = args[i + 1];
        }
    }

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    public int Int(string name, int otherwise) => (int)Number(name, otherwise);

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
}
