using Microsoft.ML.Model.OnnxConverter;
using SigProp.Data;

namespace SigProp.MLNet.Onnx;

/// <summary>A whole model as an ONNX graph: encoding, layers and answers.</summary>
internal static class OnnxNetwork
{
    /// <summary>The operators that every model needs, those of ONNX 1.4: the least that ML.NET writes.</summary>
    private const int OperatorSet = 9;

    /// <summary>Refuses, with the reason, what has no ONNX graph.</summary>
    /// <exception cref="NotSupportedException">The network is spiking or one of coupled states, or searches its targets by a tree.</exception>
    public static void ThrowIfUnsuitable(Network network)
    {
        string? reason = network.Spec switch
        {
            { Continuous: not null } => "a network of coupled states settles step by step until it stands still, for which ONNX has no operator",
            { Spiking: not null } => "a spiking network charges and fires in steps of time, for which ONNX has no operator",
            { TreeBudget: not null } => "it searches its targets by a tree, for which ONNX has no operator; train with TreeBudget null",
            _ => null,
        };
        if (reason is not null)
        {
            throw new NotSupportedException($"The model cannot be exported to ONNX: {reason}.");
        }
    }

    /// <summary>Adds a model's encoding and layers.</summary>
    /// <param name="context">The graph.</param>
    /// <param name="model">The model.</param>
    /// <param name="features">The feature column, of any shape.</param>
    /// <param name="graph">The graph, for what is to be added to the answers.</param>
    public static OnnxAnswers Add(OnnxContext context, Model model, string features, out OnnxGraph graph)
    {
        ThrowIfUnsuitable(model.Network);
        graph = new OnnxGraph(context);
        graph.Need(OperatorSet);
        var encoding = (FeatureEncoding?)model.Encoding;
        int width = encoding?.RawWidth ?? model.Network.InputWidth;

        // A column of more than one dimension, as images may be, comes as it is.
        string rows = context.RetrieveShapeOrNull(features) is [_, long columns] && columns == width ? features : graph.Reshape(features, width);
        return new OnnxAnswers(graph, model.Network, new OnnxLayers(graph, model.Network, OnnxEncoding.Encode(graph, encoding, rows)));
    }
}
