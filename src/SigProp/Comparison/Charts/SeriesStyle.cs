using System.Globalization;

namespace SigProp.Comparison.Charts;

/// <summary>How a series looks: a colour, dashes and a marker, so that it is told apart without colours too. No two of the first 28 are the same.</summary>
internal static class SeriesStyle
{
    /// <summary>As many colours as the page's style sheet has, classes <c>s0</c>, <c>s1</c>, ...</summary>
    public const int Colours = 7;

    private static readonly string[] s_dashes = ["", "7 3", "2 3", "9 3 2 3"];

    // Around (0, 0), of about the same weight.
    private static readonly string[] s_markers =
    [
        "M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z", "M-3.5-3.5h7v7h-7z", "M0-4.6L4.5 3.4h-9z", "M0-5L5 0L0 5L-5 0z", "M0 4.6L4.5-3.4h-9z",
        "M-1.3-5h2.6v3.7h3.7v2.6h-3.7v3.7h-2.6v-3.7h-3.7v-2.6h3.7z", "M0-5L1.4-1.5H5L2.1.9L3.2 4.6L0 2.4L-3.2 4.6L-2.1.9L-5-1.5h3.6z",
    ];

    public static string ClassOf(int style) => string.Create(CultureInfo.InvariantCulture, $"s{style % Colours}");

    public static string DashesOf(int style) => s_dashes[(style + (2 * (style / Colours))) % s_dashes.Length];

    public static string MarkerOf(int style) => s_markers[(style + (style / Colours)) % s_markers.Length];
}
