using System.Globalization;
using System.Net;
using System.Text;

namespace SigProp.Training;

/// <summary>Draws Fig 4 of the paper for a continuous network: the angle between each weight matrix of the loop and the product of the others, epoch by
/// epoch.</summary>
public static class AlignmentFigure
{
    private const int Width = 720, Height = 420, Left = 64, Right = 180, Top = 48, Bottom = 52;

    // Told apart by those who see colours in another way as well (Okabe and Ito 2008).
    private static readonly string[] s_colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];

    /// <summary>The figure as an SVG document.</summary>
    /// <param name="report">The report of a continuous network with a loop.</param>
    /// <param name="title">What stands above it.</param>
    /// <exception cref="ArgumentException">The report holds no angles: the network has no loop, or no epoch was done.</exception>
    public static string ToSvg(TrainingReport report, string title = "Alignment of each weight with the rest of the loop")
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(title);
        EpochReport[] epochs = [.. report.Epochs.Where(e => e.Angles.Count > 0)];
        if (epochs.Length == 0)
        {
            throw new ArgumentException("The report holds no angles; only a continuous network with a loop has them.", nameof(report));
        }

        double least = epochs.Min(e => e.Angles.Min(a => a.Degrees)), most = epochs.Max(e => e.Angles.Max(a => a.Degrees));
        double low = Math.Max(0, (Math.Floor(least / 10) * 10) - 10), high = Math.Max(100, (Math.Floor(most / 10) * 10) + 10);
        int first = epochs[0].Epoch, span = Math.Max(1, epochs[^1].Epoch - first);
        double X(int epoch) => Left + ((double)(epoch - first) / span * (Width - Left - Right));
        double Y(double degrees) => Top + ((high - degrees) / (high - low) * (Height - Top - Bottom));

        var svg = new StringBuilder();
        void Add(FormattableString element) => svg.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" font-family=\"sans-serif\" font-size=\"13\">");
        Add($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>");
        Add($"<text x=\"{Left}\" y=\"28\" font-size=\"16\">{WebUtility.HtmlEncode(title)}</text>");
        for (double degrees = low; degrees <= high; degrees += 10)
        {
            bool isSquare = degrees == 90;
            Add($"<line x1=\"{Left}\" y1=\"{Y(degrees):F1}\" x2=\"{Width - Right}\" y2=\"{Y(degrees):F1}\" stroke=\"{(isSquare ? "#555" : "#ddd")}\"{(isSquare ? " stroke-dasharray=\"5 4\"" : "")}/>");
            Add($"<text x=\"{Left - 8}\" y=\"{Y(degrees) + 4:F1}\" text-anchor=\"end\">{degrees}°</text>");
        }

        // About ten numbers along the axis, whatever the epochs.
        for (int epoch = first, step = (span + 9) / 10; epoch <= first + span && epoch <= epochs[^1].Epoch; epoch += step)
        {
            Add($"<text x=\"{X(epoch):F1}\" y=\"{Height - Bottom + 20}\" text-anchor=\"middle\">{epoch}</text>");
        }

        Add($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\">epoch</text>");
        Add($"<text transform=\"translate(18 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">angle</text>");
        for (int i = 0; i < epochs[0].Angles.Count; i++)
        {
            string colour = s_colours[i % s_colours.Length], name = epochs[0].Angles[i].Name;
            string points = string.Join(' ', epochs.Select(e => string.Create(CultureInfo.InvariantCulture, $"{X(e.Epoch):F1},{Y(e.Angles[i].Degrees):F1}")));

            // With two matrices both angles are the same: the later line is thinner and lets the earlier be seen.
            Add($"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{(i == 0 ? 4 : 2)}\"/>");
            foreach (EpochReport epoch in epochs)
            {
                Add($"<circle cx=\"{X(epoch.Epoch):F1}\" cy=\"{Y(epoch.Angles[i].Degrees):F1}\" r=\"{(i == 0 ? 4 : 2.5)}\" fill=\"{colour}\"/>");
            }

            int y = Top + 16 + (22 * i);
            Add($"<line x1=\"{Width - Right + 16}\" y1=\"{y - 4}\" x2=\"{Width - Right + 40}\" y2=\"{y - 4}\" stroke=\"{colour}\" stroke-width=\"{(i == 0 ? 4 : 2)}\"/>");
            Add($"<text x=\"{Width - Right + 46}\" y=\"{y}\">{WebUtility.HtmlEncode(name)}</text>");
        }

        Add($"</svg>");
        return svg.ToString();
    }
}
