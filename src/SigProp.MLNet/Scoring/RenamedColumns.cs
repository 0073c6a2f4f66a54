using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>A multiclass model bound to a feature column, its columns under other names.</summary>
/// <param name="bindable">What binds so.</param>
/// <param name="inner">The model, bound, its columns under ML.NET's names.</param>
/// <param name="names">The names.</param>
/// <param name="classes">The annotations of scores, which name the classes.</param>
internal sealed class RenamedColumns(
    ISchemaBindableMapper bindable, ISchemaBoundRowMapper inner, ClassColumnNames names, DataViewSchema.Annotations classes) : ISchemaBoundRowMapper
{
    public RoleMappedSchema InputRoleMappedSchema => inner.InputRoleMappedSchema;

    public DataViewSchema InputSchema => inner.InputSchema;

    public DataViewSchema OutputSchema { get; } = Rename(inner.OutputSchema, names, classes);

    public ISchemaBindableMapper Bindable => bindable;

    IEnumerable<DataViewSchema.Column> ISchemaBoundRowMapper.GetDependenciesForNewColumns(IEnumerable<DataViewSchema.Column> dependingColumns)
        => inner.GetDependenciesForNewColumns(dependingColumns);

    IEnumerable<KeyValuePair<RoleMappedSchema.ColumnRole, string>> ISchemaBoundMapper.GetInputColumnRoles() => inner.GetInputColumnRoles();

    DataViewRow ISchemaBoundRowMapper.GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
        => new Row(inner.GetRow(input, activeColumns.Select(column => inner.OutputSchema[column.Index])), OutputSchema);

    private static DataViewSchema Rename(DataViewSchema schema, ClassColumnNames names, DataViewSchema.Annotations classes)
    {
        var renamed = new DataViewSchema.Builder();
        foreach (DataViewSchema.Column column in schema)
        {
            bool isScore = column.Name == DefaultColumnNames.Score;
            var annotations = new DataViewSchema.Annotations.Builder();
            annotations.Add(column.Annotations, kind => true);
            if (isScore)
            {
                annotations.Add(classes, kind => kind is AnnotationUtils.Kinds.SlotNames or AnnotationUtils.Kinds.TrainingLabelValues);
            }

            renamed.AddColumn(isScore ? names.Score : names.Depth, column.Type, annotations.ToAnnotations());
        }

        return renamed.ToSchema();
    }

    private sealed class Row(DataViewRow input, DataViewSchema schema) : WrappingRow(input)
    {
        public override DataViewSchema Schema => schema;

        public override bool IsColumnActive(DataViewSchema.Column column) => Input.IsColumnActive(Input.Schema[column.Index]);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => Input.GetGetter<TValue>(Input.Schema[column.Index]);
    }
}
