using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;

namespace SigProp.MLNet;

/// <summary>A multiclass model whose columns have other names than ML.NET's.</summary>
/// <param name="inner">The model, its columns under ML.NET's names.</param>
/// <param name="names">The names.</param>
/// <param name="classes">The annotations of scores, which name the classes.</param>
internal sealed class RenamedBindable(ISchemaBindableMapper inner, ClassColumnNames names, DataViewSchema.Annotations classes) : IBindableCanSaveOnnx
{
    ISchemaBoundMapper ISchemaBindableMapper.Bind(IHostEnvironment env, RoleMappedSchema schema)
        => new RenamedColumns(this, (ISchemaBoundRowMapper)inner.Bind(env, schema), names, classes);

    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx) => inner is IBindableCanSaveOnnx onnx && onnx.CanSaveOnnx(ctx);

    bool IBindableCanSaveOnnx.SaveAsOnnx(OnnxContext ctx, RoleMappedSchema schema, string[] outputNames)
        => ((IBindableCanSaveOnnx)inner).SaveAsOnnx(ctx, schema, outputNames);
}
