using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using SigProp.MLNet.Onnx;

namespace SigProp.MLNet;

public sealed partial class SignalPropagationModelParameters : IBindableCanSaveOnnx
{
    bool IBindableCanSaveOnnx.SaveAsOnnx(OnnxContext ctx, RoleMappedSchema schema, string[] outputNames)
        => ((ISingleCanSaveOnnx)this).SaveAsOnnx(ctx, outputNames, ctx.FeaturesOf(schema));

    /// <summary>Outputs are PredictedLabel, Score and, where rows leave early, Depth.</summary>
    private protected override void SaveAsOnnx(OnnxAnswers answers, OnnxGraph graph, string[] outputs)
    {
        string p;
        switch (EarlyExitMargin, ExitLayer, outputs.Length)
        {
            case (double margin, null, 3):
                (p, string depth) = answers.EarlyExit(margin);
                graph.Create("Identity", [depth], outputs[2]);
                break;
            case (null, int layer, 3):
                (p, depth) = answers.ExitAt(layer);
                graph.Create("Identity", [depth], outputs[2]);
                break;
            case (null, null, 2):
                p = answers.Probabilities();
                break;
            default:
                throw new NotSupportedException(
                    $"The model cannot be exported to ONNX: it adds {outputs.Length} columns, of which not all have an ONNX graph.");
        }

        graph.Create("Identity", [p], outputs[1]);

        // Keys count from 1.
        string best = graph.Add("ArgMax", [p], out OnnxNode node);
        node.AddAttribute("axis", 1L);
        node.AddAttribute("keepdims", 1L);
        graph.Create("Cast", [graph.Add("Add", best, graph.Whole(1))], outputs[0]).AddAttribute("to", typeof(uint));
    }
}
