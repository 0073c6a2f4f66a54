using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using SigProp.MLNet.Onnx;

namespace SigProp.MLNet;

public sealed partial class SignalPropagationRegressionModelParameters : IBindableCanSaveOnnx
{
    bool IBindableCanSaveOnnx.SaveAsOnnx(OnnxContext ctx, RoleMappedSchema schema, string[] outputNames)
        => ((ISingleCanSaveOnnx)this).SaveAsOnnx(ctx, outputNames, ctx.FeaturesOf(schema));

    private protected override void SaveAsOnnx(OnnxAnswers answers, OnnxGraph graph, string[] outputs)
    {
        if (_quantiles.Length > 0)
        {
            throw new NotSupportedException(
                "The model cannot be exported to ONNX: its column Quantiles inverts a distribution, for which ONNX has no operator; "
                + "train with Quantiles null.");
        }

        graph.Create("Identity", [answers.Values()], outputs[0]);
    }
}
