using System.CommandLine;
using System.Globalization;

namespace SigProp.Cli.Arguments;

/// <summary>Makes options that read numbers in the invariant culture and say what they take.</summary>
internal static class OptionFactory
{
    private delegate bool TryParse<T>(string text, out T value);

    public static Option<int> Whole(string name, string helpName, string description, int defaultValue)
        => Create(name, helpName, description, "a whole number", TryWhole, defaultValue);

    public static Option<int?> OptionalWhole(string name, string helpName, string description)
        => Create<int?>(name, helpName, description, "a whole number", Optional<int>(TryWhole));

    public static Option<long> Long(string name, string helpName, string description, long defaultValue)
        => Create(name, helpName, description, "a whole number", TryLong, defaultValue);

    public static Option<float> Number(string name, string helpName, string description, float defaultValue)
        => Create(name, helpName, description, "a number", TryNumber, defaultValue);

    public static Option<float?> OptionalNumber(string name, string helpName, string description)
        => Create<float?>(name, helpName, description, "a number", Optional<float>(TryNumber));

    public static Option<string?> Text(string name, string helpName, string description)
        => new(name) { HelpName = helpName, Description = description };

    private static Option<T> Create<T>(string name, string helpName, string description, string takes, TryParse<T> parse, T defaultValue)
    {
        Option<T> option = Create(name, helpName, description, takes, parse);
        option.DefaultValueFactory = _ => defaultValue;
        return option;
    }

    private static Option<T> Create<T>(string name, string helpName, string description, string takes, TryParse<T> parse) => new(name)
    {
        HelpName = helpName,
        Description = description,
        CustomParser = result =>
        {
            if (result.Tokens is not [{ Value: string text }, ..])
            {
                return default!;
            }

            if (!parse(text, out T value))
            {
                result.AddError($"{name} takes {takes}, not '{text}'.");
            }

            return value;
        },
    };

    private static TryParse<T?> Optional<T>(TryParse<T> parse)
        where T : struct => (string text, out T? value) =>
        {
            bool parsed = parse(text, out T plain);
            value = plain;
            return parsed;
        };

    private static bool TryWhole(string text, out int value)
        => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryLong(string text, out long value)
        => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryNumber(string text, out float value)
        => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value);
}
