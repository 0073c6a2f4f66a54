using System.Globalization;
using SigProp.Cli.Output;

namespace SigProp.Cli.Predicting;

/// <summary>Reads parts of a distribution.</summary>
internal static class Levels
{
    /// <summary>The levels of <c>--quantiles</c>; none where nothing was given.</summary>
    /// <exception cref="InputException">They are no numbers between 0 and 1.</exception>
    public static double[] Read(string? text) => text is null
        ? []
        : [.. text.Split(',').Select(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double level) && level is > 0 and < 1
            ? level
            : throw new InputException($"--quantiles takes numbers between 0 and 1 with commas between, such as 0.1,0.5,0.9, not '{text}'."))];

    /// <exception cref="InputException">It does not lie between 0 and 1.</exception>
    public static void CheckPart(string option, double? part)
    {
        if (part is not (null or (> 0 and < 1)))
        {
            throw new InputException($"{option} is {Format.Number(part.Value)}; it must lie between 0 and 1, as 0.9 does.");
        }
    }
}
