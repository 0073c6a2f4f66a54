using System.Globalization;
using System.Net;
using System.Text;

namespace SigProp.Training;

/// <summary>Draws the spikes of one row: a panel a layer, a column a step, a line a neuron.</summary>
public static class SpikeRasterFigure
{
    // Of a layer with more neurons than lines fit, so many are drawn, evenly spread.
    private const int MostLines = 200;

    private const int Left = 150, Right = 80, Top = 56, Gap = 26, Bottom = 52, LeastPanel = 60, PlotWidth = 500;

    // Told apart by those who see colours in another way as well (Okabe and Ito 2008).
    private static readonly string[] s_colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];

    /// <summary>The figure as an SVG document. The first layer is at the bottom; beside each layer stands its name, its neurons, and the part of
    /// neurons and steps that fired.</summary>
    /// <param name="record">The spikes.</param>
    /// <param name="title">What stands above it.</param>
    /// <exception cref="ArgumentException">The record holds no layer.</exception>
    public static string ToSvg(SpikeRecord record, string title = "Spikes of one row")
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(title);
        if (record.Layers.Count == 0)
        {
            throw new ArgumentException("The record holds no layer.", nameof(record));
        }

        int steps = record.Layers[0].Steps, width = Left + PlotWidth + Right;
        int[] lines = [.. record.Layers.Select(l => Math.Min(l.Neurons, MostLines))];
        int[] panels = [.. lines.Select(n => Math.Max(n, LeastPanel))];
        int height = Top + panels.Sum() + (Gap * (panels.Length - 1)) + Bottom;
        double column = (double)PlotWidth / steps, mark = Math.Min(0.8 * column, 24);

        var svg = new StringBuilder();
        void Add(FormattableString element) => svg.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"sans-serif\" font-size=\"13\">");
        Add($"<rect width=\"{width}\" height=\"{height}\" fill=\"white\"/>");
        Add($"<text x=\"{Left}\" y=\"28\" font-size=\"16\">{WebUtility.HtmlEncode(title)}</text>");
        int top = Top;
        for (int i = record.Layers.Count - 1; i >= 0; i--)
        {
            LayerSpikes layer = record.Layers[i];
            double line = (double)panels[i] / lines[i];
            Add($"<rect x=\"{Left}\" y=\"{top}\" width=\"{PlotWidth}\" height=\"{panels[i]}\" fill=\"#f7f7f7\" stroke=\"#bbb\"/>");
            Add($"<text x=\"{Left - 12}\" y=\"{top + 16}\" text-anchor=\"end\" font-weight=\"bold\">{WebUtility.HtmlEncode(layer.Name)}</text>");
            Add($"<text x=\"{Left - 12}\" y=\"{top + 34}\" text-anchor=\"end\">{Neurons(layer, lines[i])}</text>");
            Add($"<text x=\"{Left - 12}\" y=\"{top + 52}\" text-anchor=\"end\">{100.0 * layer.Count / ((double)layer.Neurons * steps):F1} % fired</text>");

            // One path for all marks: a file of some ten thousand elements would open slowly.
            svg.Append("<path fill=\"").Append(s_colours[i % s_colours.Length]).Append("\" d=\"");
            for (int n = 0; n < lines[i]; n++)
            {
                int neuron = (int)((long)n * layer.Neurons / lines[i]);
                for (int s = 0; s < steps; s++)
                {
                    if (layer.Fired(s, neuron))
                    {
                        svg.Append(CultureInfo.InvariantCulture,
                            $"M{Left + (column * (s + 0.5)) - (mark / 2):0.##} {top + (line * n):0.##}h{mark:0.##}v{line:0.##}h{-mark:0.##}z");
                    }
                }
            }

            svg.Append("\"/>\n");
            top += panels[i] + Gap;
        }

        for (int s = 0, every = (steps + 19) / 20; s < steps; s += every)
        {
            Add($"<text x=\"{Left + (column * (s + 0.5)):F1}\" y=\"{height - Bottom + 20}\" text-anchor=\"middle\">{s + 1}</text>");
        }

        Add($"<text x=\"{Left + (PlotWidth / 2)}\" y=\"{height - 12}\" text-anchor=\"middle\">step</text>");
        Add($"</svg>");
        return svg.ToString();
    }

    private static string Neurons(LayerSpikes layer, int drawn) => drawn == layer.Neurons
        ? string.Create(CultureInfo.InvariantCulture, $"{drawn} neurons")
        : string.Create(CultureInfo.InvariantCulture, $"{drawn} of {layer.Neurons}");
}
