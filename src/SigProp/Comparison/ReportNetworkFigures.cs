using System.Xml;
using System.Xml.Linq;
using SigProp.Comparison.Charts;

namespace SigProp.Comparison;

/// <summary>What layers do: memory by depth, answers of each layer, spikes.</summary>
internal static class ReportNetworkFigures
{
    public static void WriteMemory(MarkupWriter html, IReadOnlyList<CandidateSummary> candidates)
    {
        CandidateSummary[] shown = [.. candidates.Where(c => c.Candidate.MemoryByDepth.Count > 1)];
        if (shown.Length == 0)
        {
            return;
        }

        (double size, string unit) = ReportNumber.UnitOfBytes(shown.SelectMany(c => c.Candidate.MemoryByDepth).Select(d => (double)d.SignalBytes));
        Series[] series =
        [
            .. shown.Select(c => new Series(c.Name, c.Style,
            [
                .. c.Candidate.MemoryByDepth.OrderBy(d => d.Layers).Select(d => new SeriesPoint(
                    d.Layers, d.SignalBytes / size, $"{ReportNumber.Bytes(d.SignalBytes)} with {ReportNumber.Count(d.Layers, "hidden layer", "hidden layers")}")),
            ])),
        ];
        SeriesPoint[] points = [.. series.SelectMany(s => s.Points)];
        var chart = new LineChart
        {
            Label = $"Signal memory against depth: {string.Join("; ", series.Select(s => $"{s.Name} {s.Points[^1].Hint}"))}",
            X = Axis.OfWhole("hidden layers", points.Select(p => p.X)),
            Y = Axis.Of($"signal memory, {unit}", points.Select(p => p.Y), fromZero: true, mayBeLogarithmic: true),
            Series = series,
        };
        ReportWriter.Figure(
            html, "Signal memory against depth", chart,
            $"A flat line needs no more memory for signals however deep the network is; a rising one keeps every layer's signals until the error is back.{(chart.Y.IsLogarithmic ? " The scale is logarithmic." : "")}");
    }

    public static void WriteExits(MarkupWriter html, IReadOnlyList<CandidateSummary> candidates)
    {
        CandidateSummary[] shown = [.. candidates.Where(c => c.Runs.Any(r => r.Exits.Count > 1))];
        if (shown.Length == 0)
        {
            return;
        }

        string[] names = LayerNames.Of(shown.SelectMany(c => c.Runs).Select(r => r.Exits.Select(e => e.Name)));
        Series[] series =
        [
            .. shown.Select(c => new Series(c.Name, c.Style,
            [
                .. from i in Enumerable.Range(0, names.Length)
                   let values = c.Runs.SelectMany(r => r.Exits).Where(e => e.Name == names[i]).Select(e => e.Accuracy).ToArray()
                   where values.Length > 0
                   let spread = Spread.Of(values)
                   select new SeriesPoint(i, spread.Mean, $"{names[i]} {ReportNumber.Invariant(spread.Mean, "0.0000")}") { YDeviation = spread.Deviation },
            ])),
        ];
        SeriesPoint[] points = [.. series.SelectMany(s => s.Points)];
        var chart = new LineChart
        {
            Label = $"Accuracy of each layer's own answer: {string.Join("; ", series.Select(s => $"{s.Name}: {string.Join(", ", s.Points.Take(16).Select(p => p.Hint))}"))}",
            X = Axis.OfNames("the layer that answers", names),
            Y = Axis.Of("test accuracy", points.SelectMany(p => new[] { p.Y - p.YDeviation, p.Y + p.YDeviation }), most: 1),
            Series = series,
        };
        string only = series.Length == 1 ? $"{series[0].Name} alone has layers that can answer. " : "";
        ReportWriter.Figure(
            html, "Accuracy of each layer's own answer", chart,
            $"{only}Where the curve is level early, the layers above may be left out to answer sooner (Eq 8 of the paper). Whiskers are the standard deviation between runs.");
    }

    /// <summary>The spikes of one row, of one network, of signal propagation where there is one: a raster is large.</summary>
    public static void WriteSpikes(MarkupWriter html, IReadOnlyList<CandidateSummary> candidates)
    {
        CandidateSummary? candidate = candidates.OrderByDescending(c => c.IsSignalPropagation).FirstOrDefault(c => c.Runs.Any(r => IsDrawing(r.SpikeRaster)));
        if (candidate is null)
        {
            return;
        }

        string raster = candidate.Runs.Select(r => r.SpikeRaster).First(IsDrawing)!;
        html.Add($"<figure class=\"raster\"><h3>Spikes of one row in {candidate.Name}</h3>");
        html.AddRaw(raster);
        html.Add($"<figcaption>A mark for each neuron that fires at a step; the input's end is below. Few marks mean few operations; a layer without any passes nothing on, one that is full tells little.</figcaption></figure>");
    }

    // It becomes part of the page as it is, so it has to be an SVG element and no more than that.
    private static bool IsDrawing(string? svg)
    {
        try
        {
            return svg is not null && XElement.Parse(svg) is { Name.LocalName: "svg" } root
                && root.DescendantsAndSelf().All(e => e.Name.LocalName is not ("script" or "foreignObject" or "a" or "image" or "style")
                    && e.Attributes().All(a => !a.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase)));
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
