using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;

namespace SigProp.MLNet;

/// <summary>A model as ML.NET binds it to a feature column, which for a row of a batch gives the batch's answers.</summary>
/// <param name="inner">The model, or what ML.NET wraps it in.</param>
/// <param name="model">The model.</param>
internal sealed class BatchBindable(ISchemaBindableMapper inner, IBatchScored model) : IBindableCanSaveOnnx
{
    ISchemaBoundMapper ISchemaBindableMapper.Bind(IHostEnvironment env, RoleMappedSchema schema)
        => new Bound(this, (ISchemaBoundRowMapper)inner.Bind(env, schema), model);

    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx) => inner is IBindableCanSaveOnnx onnx && onnx.CanSaveOnnx(ctx);

    bool IBindableCanSaveOnnx.SaveAsOnnx(OnnxContext ctx, RoleMappedSchema schema, string[] outputNames)
        => ((IBindableCanSaveOnnx)inner).SaveAsOnnx(ctx, schema, outputNames);

    private sealed class Bound(BatchBindable bindable, ISchemaBoundRowMapper inner, IBatchScored model) : ISchemaBoundRowMapper
    {
        public RoleMappedSchema InputRoleMappedSchema => inner.InputRoleMappedSchema;

        public DataViewSchema InputSchema => inner.InputSchema;

        public DataViewSchema OutputSchema => inner.OutputSchema;

        public ISchemaBindableMapper Bindable => bindable;

        IEnumerable<DataViewSchema.Column> ISchemaBoundRowMapper.GetDependenciesForNewColumns(IEnumerable<DataViewSchema.Column> dependingColumns)
            => inner.GetDependenciesForNewColumns(dependingColumns);

        IEnumerable<KeyValuePair<RoleMappedSchema.ColumnRole, string>> ISchemaBoundMapper.GetInputColumnRoles() => inner.GetInputColumnRoles();

        DataViewRow ISchemaBoundRowMapper.GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        {
            if (input is not BatchRow batch)
            {
                return inner.GetRow(input, activeColumns);
            }

            // A null getter marks a column as inactive.
            HashSet<int> active = [.. activeColumns.Select(c => c.Index)];
            batch.Answers = model.CreateAnswers(active.Contains(0), active.Contains(1));
            Delegate[] all = model.CreateGetters(batch.Answers, batch.Current);
            return new SimpleRow(OutputSchema, input, [.. all.Select((getter, i) => active.Contains(i) ? getter : null!)]);
        }
    }
}
