using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace SigProp.MLNet;

/// <summary>Makes the getters of a model's columns for the rows of one cursor.</summary>
/// <param name="row">The cursor's row.</param>
/// <param name="feature">Its feature column.</param>
/// <returns>A ValueGetter for each column, in order.</returns>
internal delegate Delegate[] ColumnGetters(DataViewRow row, DataViewSchema.Column feature);

/// <summary>A model's Score, as ML.NET describes it, and a column of the model's own beside it.</summary>
internal sealed class BoundColumns : ISchemaBoundRowMapper
{
    private readonly ColumnGetters _getters;

    private BoundColumns(ISchemaBindableMapper bindable, RoleMappedSchema input, DataViewSchema output, ColumnGetters getters)
    {
        Bindable = bindable;
        InputRoleMappedSchema = input;
        OutputSchema = output;
        _getters = getters;
    }

    public RoleMappedSchema InputRoleMappedSchema { get; }

    public DataViewSchema InputSchema => InputRoleMappedSchema.Schema;

    public DataViewSchema OutputSchema { get; }

    public ISchemaBindableMapper Bindable { get; }

    private DataViewSchema.Column Feature => InputRoleMappedSchema.Feature!.Value;

    /// <summary>Binds a model to a feature column as ML.NET does, and adds a column.</summary>
    /// <typeparam name="TModel">The type of the model.</typeparam>
    /// <param name="model">The model.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="schema">The input, with its feature column.</param>
    /// <param name="added">The column to add; null for Score alone.</param>
    /// <param name="getters">Makes the getters of both columns.</param>
    public static ISchemaBoundMapper Bind<TModel>(
        TModel model, IHostEnvironment environment, RoleMappedSchema schema, DataViewSchema.DetachedColumn? added, ColumnGetters getters)
        where TModel : IPredictor, ISchemaBindableMapper
    {
        ISchemaBoundMapper score = ((ISchemaBindableMapper)new SchemaBindablePredictorWrapper(model)).Bind(environment, schema);
        if (added is not DataViewSchema.DetachedColumn column)
        {
            return score;
        }

        var output = new DataViewSchema.Builder();
        output.AddColumns(score.OutputSchema);
        output.AddColumn(column.Name, column.Type, column.Annotations);
        return new BoundColumns(model, schema, output.ToSchema(), getters);
    }

    /// <summary>A column to add, with the annotations of a trainer's output.</summary>
    /// <param name="name">Its name, which also says what its values are.</param>
    /// <param name="type">Its type.</param>
    /// <param name="kind">The kind of score.</param>
    /// <param name="slotNames">What the slots of a vector are called; none for a scalar.</param>
    public static DataViewSchema.DetachedColumn Column(string name, DataViewType type, string kind, IReadOnlyList<string> slotNames)
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(AnnotationUtils.Kinds.ScoreColumnKind, TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = kind.AsMemory());
        annotations.Add(AnnotationUtils.Kinds.ScoreValueKind, TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = name.AsMemory());
        if (slotNames.Count > 0)
        {
            ReadOnlyMemory<char>[] names = [.. slotNames.Select(n => n.AsMemory())];
            annotations.Add(
                AnnotationUtils.Kinds.SlotNames,
                new VectorDataViewType(TextDataViewType.Instance, names.Length),
                (ref VBuffer<ReadOnlyMemory<char>> value) => value = new VBuffer<ReadOnlyMemory<char>>(names.Length, names));
        }

        return new DataViewSchema.DetachedColumn(name, type, annotations.ToAnnotations());
    }

    IEnumerable<DataViewSchema.Column> ISchemaBoundRowMapper.GetDependenciesForNewColumns(IEnumerable<DataViewSchema.Column> dependingColumns)
        => dependingColumns.Any() ? [Feature] : [];

    IEnumerable<KeyValuePair<RoleMappedSchema.ColumnRole, string>> ISchemaBoundMapper.GetInputColumnRoles()
        => [RoleMappedSchema.ColumnRole.Feature.Bind(Feature.Name)];

    DataViewRow ISchemaBoundRowMapper.GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        // A null getter marks a column as inactive.
        HashSet<int> active = [.. activeColumns.Select(c => c.Index)];
        Delegate[] all = active.Count > 0 ? _getters(input, Feature) : new Delegate[OutputSchema.Count];
        return new SimpleRow(OutputSchema, input, [.. all.Select((getter, i) => active.Contains(i) ? getter : null!)]);
    }
}
