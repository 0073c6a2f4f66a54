using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace SigProp.MLNet;

/// <summary>A model's Score, as ML.NET describes it, and a column of the model's own beside it.</summary>
internal sealed class BoundColumns : ISchemaBoundRowMapper
{
    private readonly IBatchScored _model;

    private BoundColumns(ISchemaBindableMapper bindable, IBatchScored model, RoleMappedSchema input, DataViewSchema output)
    {
        Bindable = bindable;
        _model = model;
        InputRoleMappedSchema = input;
        OutputSchema = output;
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
    public static ISchemaBoundMapper Bind<TModel>(
        TModel model, IHostEnvironment environment, RoleMappedSchema schema, DataViewSchema.DetachedColumn? added)
        where TModel : IPredictor, ISchemaBindableMapper, IBatchScored
    {
        ISchemaBoundMapper score = ((ISchemaBindableMapper)new SchemaBindablePredictorWrapper(model)).Bind(environment, schema);
        if (added is not DataViewSchema.DetachedColumn column)
        {
            return score;
        }

        var output = new DataViewSchema.Builder();
        output.AddColumns(score.OutputSchema);
        output.AddColumn(column.Name, column.Type, column.Annotations);
        return new BoundColumns(model, model, schema, output.ToSchema());
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
        Delegate[] all = active.Count > 0 ? Getters(input, active) : new Delegate[OutputSchema.Count];
        return new SimpleRow(OutputSchema, input, [.. all.Select((getter, i) => active.Contains(i) ? getter : null!)]);
    }

    /// <summary>Getters of columns which come of one run through the network.</summary>
    private Delegate[] Getters(DataViewRow input, HashSet<int> active)
    {
        ValueGetter<VBuffer<float>> read = input.GetGetter<VBuffer<float>>(Feature);
        BatchAnswers answers = _model.CreateAnswers(active.Contains(0), active.Contains(1));
        VBuffer<float> features = default;
        long loaded = -1;
        return _model.CreateGetters(answers, Current);

        int Current()
        {
            if (loaded < 0 || input.Position != loaded)
            {
                loaded = -1;
                read(ref features);
                answers.Load(in features);
                loaded = input.Position;
            }

            return 0;
        }
    }
}
