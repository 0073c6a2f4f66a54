using System.Globalization;
using System.Security;
using System.Text;
using SigProp.Continuous;

namespace SigProp.Training;

/// <summary>The angles of a continuous network's loop through training (Fig 4), drawn as lines.</summary>
public static class AlignmentFigure
{
    private const int Width = 640;
    private const int Height = 400;
    private const int Left = 64;
    private const int Right = 24;
    private const int Top = 48;
    private const int Bottom = 88;

    // Colours that are told apart by those who see few as well (Okabe and Ito 2008), and dashes for who sees none.
    private static readonly string[] s_colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];
    private static readonly string[] s_dashes = ["", "8 4", "2 3", "10 3 2 3"];

    /// <summary>A figure in SVG: epochs to the right, degrees upwards, a line for each weight matrix of the loop, and a dashed one at 90 degrees,
    /// below which weights are aligned.</summary>
    /// <param name="epochs">The epochs of a <see cref="TrainingReport"/>.</param>
    /// <param name="title">What stands above it.</param>
    /// <exception cref="ArgumentException">No epoch has angles: the network is not continuous, or has no loop.</exception>
    public static string ToSvg(IReadOnlyList<EpochReport> epochs, string title = "Angle between each weight matrix and the rest of its loop")
    {
        ArgumentNullException.ThrowIfNull(epochs);
        ArgumentNullException.ThrowIfNull(title);
        EpochReport[] measured = [.. epochs.Where(e => e.Angles.Count > 0)];
        if (measured.Length == 0)
        {
            throw new ArgumentException("No epoch has angles; only a continuous network with a loop has them.", nameof(epochs));
        }

        // Tens around what there is, 90 degrees among them.
        IEnumerable<double> degrees = measured.SelectMany(e => e.Angles).Select(a => a.Degrees).Append(90);
        int low = 10 * (int)Math.Floor((degrees.Min() - 1) / 10), high = 10 * (int)Math.Ceiling((degrees.Max() + 1) / 10);
        low = Math.Max(low, 0);
        high = Math.Min(high, 180);
        int first = measured[0].Epoch, last = measured[^1].Epoch;

        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\"");
        Line(svg, $"    font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">");
        Line(svg, $"<title>{SecurityElement.Escape(title)}</title>");
        Line(svg, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#fff\"/>");
        Text(svg, Width / 2, 26, "middle", title, " font-size=\"15\"");
        for (int tick = low; tick <= high; tick += high - low > 60 ? 20 : 10)
        {
            Line(svg, $"<path d=\"M{Left} {Y(tick)}H{Width - Right}\" stroke=\"#ddd\"/>");
            Text(svg, Left - 8, Y(tick) + 4, "end", Invariant($"{tick}"));
        }

        Line(svg, $"<path d=\"M{Left} {Y(90)}H{Width - Right}\" stroke=\"#555\" stroke-dasharray=\"4 4\"/>");
        Text(svg, Width - Right - 4, Y(90) - 5, "end", "90°: not aligned");
        int step = Math.Max(1, (last - first + 9) / 10);
        for (int epoch = first; epoch <= last; epoch += step)
        {
            Text(svg, X(epoch), Height - Bottom + 18, "middle", Invariant($"{epoch}"));
        }

        Line(svg, $"<path d=\"M{Left} {Top}V{Height - Bottom}H{Width - Right}\" fill=\"none\" stroke=\"#222\"/>");
        Text(svg, (Left + Width - Right) / 2, Height - Bottom + 38, "middle", "Epoch");
        Text(svg, 0, 0, "middle", "Angle in degrees", Invariant($" transform=\"translate(20 {(Top + Height - Bottom) / 2}) rotate(-90)\""));
        IReadOnlyList<WeightAngle> names = measured[0].Angles;
        for (int i = 0; i < names.Count; i++)
        {
            string stroke = $"stroke=\"{s_colours[i % s_colours.Length]}\" stroke-width=\"2\""
                + (s_dashes[i % s_dashes.Length] is { Length: > 0 } dashes ? $" stroke-dasharray=\"{dashes}\"" : "");
            string points = string.Join(' ', measured.Select(e => Invariant($"{X(e.Epoch):0.#},{Y(e.Angles[i].Degrees):0.#}")));
            Line(svg, $"<polyline fill=\"none\" {stroke} points=\"{points}\"/>");
            if (measured.Length == 1)
            {
                Line(svg, $"<circle cx=\"{X(first):0.#}\" cy=\"{Y(measured[0].Angles[i].Degrees):0.#}\" r=\"{4 + i}\" fill=\"none\" {stroke}/>");
            }

            double at = Left + (i * (double)(Width - Left - Right) / names.Count);
            Line(svg, $"<path d=\"M{at:0.#} {Height - 22}h28\" {stroke}/>");
            Text(svg, at + 34, Height - 18, "start", Invariant($"{names[i].Name} {measured[^1].Angles[i].Degrees:0.0}°"));
        }

        return svg.Append("</svg>\n").ToString();

        double X(int epoch) => last == first ? (Left + Width - Right) / 2.0 : Left + 12 + ((Width - Left - Right - 24.0) * (epoch - first) / (last - first));

        double Y(double degree) => Height - Bottom - ((Height - Bottom - Top) * (degree - low) / (high - low));
    }

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text, string more = "")
        => Line(svg, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\"{more}>{SecurityElement.Escape(text)}</text>");

    private static void Line(StringBuilder svg, FormattableString line) => svg.Append(Invariant(line)).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
