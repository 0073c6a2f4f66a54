using Microsoft.ML.Model.OnnxConverter;
using SigProp.Data;

namespace SigProp.MLNet.Onnx;

/// <summary>The ONNX nodes of the encodings of rows of numbers: a method each, and the operations in the order in which the encoding does them.</summary>
internal static class OnnxEncoding
{
    /// <summary>Adds what makes features of rows as they come.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="encoding">The encoding; null where the rows are the features.</param>
    /// <param name="raw">The rows, [n, raw width].</param>
    /// <returns>The features, [n, width].</returns>
    /// <exception cref="NotSupportedException">The encoding is of a kind that is not known here.</exception>
    public static string Encode(OnnxGraph graph, FeatureEncoding? encoding, string raw) => encoding switch
    {
        null => raw,
        StandardScaling scaling => Standardize(graph, raw, [.. scaling.Means], [.. scaling.Deviations]),
        ChannelScaling scaling => Standardize(graph, raw, PerPixel(scaling, scaling.Means), PerPixel(scaling, scaling.Deviations)),
        RangeScaling scaling => Scale(graph, raw, scaling),
        PiecewiseLinearEncoding pieces => Cut(graph, raw, pieces),
        MissingValueImputation imputation => Fill(graph, raw, imputation),
        _ => throw new NotSupportedException(
            $"The model cannot be exported to ONNX: its encoding of the features, {encoding.GetType().Name}, has no ONNX graph."),
    };

    // (x - mean) / deviation
    private static string Standardize(OnnxGraph graph, string raw, float[] means, float[] deviations)
        => graph.Add("Div", graph.Add("Sub", raw, graph.Row(means)), graph.Row(deviations));

    // min(max((x - least) / range, 0), 1)
    private static string Scale(OnnxGraph graph, string raw, RangeScaling scaling)
    {
        string scaled = Standardize(graph, raw, [.. scaling.Least], [.. scaling.Ranges]);
        return graph.Add("Min", graph.Add("Max", scaled, graph.Number(0)), graph.Number(1));
    }

    // x_j, and after them min(max(x_s, from), to) with s the source of each piece; all standardised
    private static string Cut(OnnxGraph graph, string raw, PiecewiseLinearEncoding encoding)
    {
        string sources = graph.Columns(raw, [.. encoding.Sources.Select(source => (long)source)]);
        string pieces = graph.Add("Min", graph.Add("Max", sources, graph.Row([.. encoding.From])), graph.Row([.. encoding.To]));
        return Standardize(graph, graph.Join(raw, pieces), [.. encoding.Scaling.Means], [.. encoding.Scaling.Deviations]);
    }

    // The inner encoding of x with means where it is NaN; then 1 where it is NaN and 0 where it is not, of the features with indicators
    private static string Fill(OnnxGraph graph, string raw, MissingValueImputation imputation)
    {
        string missing = graph.Add("IsNaN", raw);
        string features = Encode(graph, (FeatureEncoding?)imputation.Inner, graph.Add("Where", missing, graph.Row([.. imputation.Means]), raw));
        if (imputation.Indicators.Count == 0)
        {
            return features;
        }

        string indicators = graph.Add("Cast", [missing], out OnnxNode node);
        node.AddAttribute("to", typeof(float));
        return graph.Join(features, graph.Columns(indicators, [.. imputation.Indicators.Select(feature => (long)feature)]));
    }

    private static float[] PerPixel(ChannelScaling scaling, IReadOnlyList<float> channels)
        => [.. channels.SelectMany(value => Enumerable.Repeat(value, scaling.Shape.Height * scaling.Shape.Width))];
}
