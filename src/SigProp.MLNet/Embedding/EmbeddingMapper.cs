using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Model.OnnxConverter;
using Microsoft.ML.Runtime;
using SigProp.Data;
using SigProp.MLNet;

[assembly: LoadableClass(
    typeof(EmbeddingMapper), null, typeof(SignatureLoadRowMapper),
    "Signal propagation embedding of rows", SigPropEmbeddingTransformer.LoaderSignature)]

namespace SigProp.MLNet;

/// <summary>A <see cref="SigPropEmbeddingTransformer"/> bound to the columns of its input.</summary>
internal sealed class EmbeddingMapper : IRowMapper, ISaveAsOnnx
{
    private readonly SigPropEmbeddingTransformer _parent;
    private readonly DataViewSchema.Column _input;

    /// <exception cref="ArgumentOutOfRangeException">The feature column is missing or is not of the type that the model takes.</exception>
    public EmbeddingMapper(SigPropEmbeddingTransformer parent, DataViewSchema schema)
    {
        _parent = parent;
        _input = schema.GetColumnOrNull(parent.InputColumnName)
            ?? throw parent.Host.ExceptSchemaMismatch(nameof(schema), "feature", parent.InputColumnName);
        var type = new VectorDataViewType(NumberDataViewType.Single, parent.RawWidth);
        if (!_input.Type.Equals(type))
        {
            throw parent.Host.ExceptSchemaMismatch(nameof(schema), "feature", parent.InputColumnName, type.ToString(), _input.Type.ToString());
        }
    }

    internal static EmbeddingMapper Create(IHostEnvironment environment, ModelLoadContext context, DataViewSchema schema)
        => new(SigPropEmbeddingTransformer.Create(environment, context), schema);

    DataViewSchema.DetachedColumn[] IRowMapper.GetOutputColumns()
    {
        var annotations = new DataViewSchema.Annotations.Builder();
        annotations.Add(
            AnnotationUtils.Kinds.SlotNames, new VectorDataViewType(TextDataViewType.Instance, _parent.Width), (ValueGetter<VBuffer<ReadOnlyMemory<char>>>)GetSlotNames);
        return [new(_parent.OutputColumnName, new VectorDataViewType(NumberDataViewType.Single, _parent.Width), annotations.ToAnnotations())];
    }

    Func<int, bool> IRowMapper.GetDependencies(Func<int, bool> activeOutput) => activeOutput(0) ? column => column == _input.Index : static _ => false;

    Delegate[] IRowMapper.CreateGetters(DataViewRow input, Func<int, bool> activeOutput, out Action? disposer)
    {
        disposer = null;
        return [activeOutput(0) ? CreateGetter(input) : null!];
    }

    ITransformer IRowMapper.GetTransformer() => _parent;

    void ICanSaveModel.Save(ModelSaveContext ctx) => _parent.Save(ctx);

    // ML.NET would leave out what says that it cannot be exported, and all before it, and write the rest without a word.
    bool ICanSaveOnnx.CanSaveOnnx(OnnxContext ctx) => true;

    void ISaveAsOnnx.SaveAsOnnx(OnnxContext ctx) => throw new NotSupportedException(
        $"The embedding '{_parent.OutputColumnName}' cannot be exported to ONNX; export the pipeline without it, or save it by Model.Save.");

    /// <summary>The getter of one cursor, with rows of its own to work in: of a batch that was read ahead, or of one row after the other.</summary>
    private ValueGetter<VBuffer<float>> CreateGetter(DataViewRow input)
    {
        Network network = _parent.Model.Network;
        var row = new EncodedRow((FeatureEncoding?)_parent.Model.Encoding, _parent.RawWidth, network.InputWidth);
        var answers = new EmbeddingAnswers(row, network, _parent.Layer);
        if (input is BatchRow batch)
        {
            batch.Answers = answers;
            return (ref VBuffer<float> embedding) => answers.CopyEmbedding(batch.Current(), ref embedding);
        }

        ValueGetter<VBuffer<float>> read = input.GetGetter<VBuffer<float>>(_input);
        VBuffer<float> features = default;
        return (ref VBuffer<float> embedding) =>
        {
            read(ref features);
            answers.Load(in features);
            answers.CopyEmbedding(0, ref embedding);
        };
    }

    // layer2.7, or layer1.channel.row.column
    private void GetSlotNames(ref VBuffer<ReadOnlyMemory<char>> names)
    {
        ImageShape shape = _parent.Model.Network.EmbeddingShape(_parent.Layer);
        bool isImage = shape.Height > 1 || shape.Width > 1;
        int positions = shape.Height * shape.Width;
        VBufferEditor<ReadOnlyMemory<char>> editor = VBufferEditor.Create(ref names, shape.Size);
        for (int i = 0; i < shape.Size; i++)
        {
            string slot = isImage
                ? string.Create(CultureInfo.InvariantCulture, $"{i / positions}.{i % positions / shape.Width}.{i % shape.Width}")
                : i.ToString(CultureInfo.InvariantCulture);
            editor.Values[i] = string.Create(CultureInfo.InvariantCulture, $"layer{_parent.Layer}.{slot}").AsMemory();
        }

        names = editor.Commit();
    }
}
