using Microsoft.ML.Model.OnnxConverter;
using SigProp.MLNet.Onnx;

namespace SigProp.MLNet;

public abstract partial class SignalPropagationModelParametersBase<TOutput> : ISingleCanSaveOnnx
{
    /// <summary>Never says no: ML.NET would then leave the model out, and every transform after it, without a reason.</summary>
    /// <exception cref="NotSupportedException">The model has no ONNX graph; the message says why.</exception>
    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx)
    {
        OnnxNetwork.ThrowIfUnsuitable(Network);
        return true;
    }

    bool ISingleCanSaveOnnx.SaveAsOnnx(OnnxContext ctx, string[] outputNames, string featureColumn)
    {
        SaveAsOnnx(OnnxNetwork.Add(ctx, Model, featureColumn, out OnnxGraph graph), graph, outputNames);
        return true;
    }

    /// <summary>Adds what the model answers to an ONNX graph.</summary>
    /// <param name="answers">The network's answers, whose layers are in the graph.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="outputs">What the scorer's columns are called there, in its order.</param>
    private protected abstract void SaveAsOnnx(OnnxAnswers answers, OnnxGraph graph, string[] outputs);
}
