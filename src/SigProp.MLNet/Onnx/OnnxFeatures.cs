using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;

namespace SigProp.MLNet.Onnx;

/// <summary>Finds a model's features among what is in an ONNX graph already.</summary>
internal static class OnnxFeatures
{
    /// <summary>The variable of the feature column.</summary>
    /// <exception cref="NotSupportedException">It is not in the graph: a transform that makes it cannot be exported.</exception>
    public static string FeaturesOf(this OnnxContext context, RoleMappedSchema schema)
    {
        string column = schema.Feature!.Value.Name;
        return context.ContainsColumn(column)
            ? context.GetVariableName(column)
            : throw new NotSupportedException(
                $"The model cannot be exported to ONNX: its column '{column}' comes of a transform that cannot be exported.");
    }
}
