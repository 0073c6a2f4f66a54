using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.Data;
using SigProp.MLNet;
using SigProp.MLNet.FriendAccess;

[assembly: LoadableClass(
    typeof(SigPropEmbeddingTransformer), null, typeof(SignatureLoadModel),
    "Signal propagation embedding", SigPropEmbeddingTransformer.LoaderSignature)]

namespace SigProp.MLNet;

/// <summary>Adds a column with the activations of one layer of a trained network, as <see cref="Network.Embed"/> gives them: a vector of Single, whose
/// slots are called <c>layer2.0</c>, <c>layer2.1</c> and so on, and those of images <c>layer1.channel.row.column</c>. Where a feature is NaN or
/// infinite, and the model does not impute it, all are NaN.</summary>
public sealed class SigPropEmbeddingTransformer : ITransformer
{
    internal const string LoaderSignature = "SigPropEmbedding";

    private readonly IHost _host;

    /// <param name="environment">The environment.</param>
    /// <param name="outputColumnName">The column to add.</param>
    /// <param name="model">The trained model.</param>
    /// <param name="inputColumnName">The column of its features.</param>
    /// <param name="layer">The layer, from 1; null for the last hidden one.</param>
    internal SigPropEmbeddingTransformer(IHostEnvironment environment, string outputColumnName, Model model, string inputColumnName, int? layer)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(model);
        if (model.Encoding is not (null or FeatureEncoding))
        {
            throw new ArgumentException(
                $"The model reads its rows by a {model.Encoding.GetType().Name}, and a column of features is none; use a model trained on features.",
                nameof(model));
        }

        _host = environment.Register(LoaderSignature);
        Layer = layer ?? model.Network.LayerCount;
        Width = model.Network.EmbeddingWidth(Layer);
        OutputColumnName = outputColumnName;
        InputColumnName = inputColumnName;

        // What training would need to go on is of no use here, and makes a file three times as large.
        Model = model.State is null ? model : new Model(model.Network, model.ClassNames, model.Encoding, model.Training);
    }

    private SigPropEmbeddingTransformer(IHostEnvironment environment, ModelLoadContext context)
    {
        _host = environment.Register(LoaderSignature);
        OutputColumnName = context.LoadNonEmptyString();
        InputColumnName = context.LoadNonEmptyString();
        Layer = context.Reader.ReadInt32();
        Model = EmbeddedModel.Read(_host, context.Reader);
        if (Layer < 1 || Layer > Model.Network.LayerCount)
        {
            throw EmbeddedModel.NotOurs(_host);
        }

        Width = Model.Network.EmbeddingWidth(Layer);
    }

    /// <summary>The column of features, a vector of Single of known size.</summary>
    public string InputColumnName { get; }

    /// <summary>The column that is added.</summary>
    public string OutputColumnName { get; }

    /// <summary>The layer whose activations are taken, from 1.</summary>
    public int Layer { get; }

    /// <summary>Activations of a row.</summary>
    public int Width { get; }

    /// <summary>The engine's model: the network and the encoding of its features.</summary>
    public Model Model { get; }

    /// <summary>Features of a row as it comes.</summary>
    internal int RawWidth => (Model.Encoding as FeatureEncoding)?.RawWidth ?? Model.Network.InputWidth;

    internal IHost Host => _host;

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The columns of the input and the one that is added.</summary>
    /// <param name="inputSchema">The schema of the data to transform.</param>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or is not of the type that the model takes.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return RowToRowMapperTransform.GetOutputSchema(inputSchema, CreateMapper(inputSchema));
    }

    /// <summary>Adds the column; its values are computed when they are read, for batches of rows.</summary>
    /// <param name="input">The data to transform.</param>
    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or is not of the type that the model takes.</exception>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var rows = new RowToRowMapperTransform(_host, input, CreateMapper(input.Schema), CreateMapper);
        return new BatchedScores(rows, InputColumnName, Model.Network.InputWidth + Width);
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new RowToRowMapperTransform(_host, new EmptyDataView(_host, inputSchema), CreateMapper(inputSchema), CreateMapper);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => Save(ctx);

    internal static SigPropEmbeddingTransformer Create(IHostEnvironment environment, ModelLoadContext context)
    {
        FriendMembers.ThrowIfMissing();
        context.CheckAtModel(CreateVersion());
        return SavedModel.Read(environment, () => new SigPropEmbeddingTransformer(environment, context));
    }

    internal void Save(ModelSaveContext context)
    {
        // Names of the columns, the layer (int32), the length of the model (int64) and the model as the engine saves it.
        context.SetVersionInfo(CreateVersion());
        context.SaveNonEmptyString(OutputColumnName);
        context.SaveNonEmptyString(InputColumnName);
        context.Writer.Write(Layer);
        EmbeddedModel.Write(Model, context.Writer);
    }

    private EmbeddingMapper CreateMapper(DataViewSchema schema) => new(this, schema);

    private static VersionInfo CreateVersion() => new(
        modelSignature: "SIGPEMBD",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: typeof(SigPropEmbeddingTransformer).Assembly.GetName().Name!,
        loaderSignature: LoaderSignature);
}
