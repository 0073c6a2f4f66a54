using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using SigProp.Data;
using SigProp.MLNet;
using SigProp.MLNet.FriendAccess;
using SigProp.Training;

[assembly: LoadableClass(
    typeof(SignalPropagationModelParameters), null, typeof(SignatureLoadModel),
    "Signal propagation network", SignalPropagationModelParameters.LoaderSignature)]

namespace SigProp.MLNet;

/// <summary>A network trained by <see cref="SignalPropagationTrainer"/>, as ML.NET scores, saves and loads it.</summary>
public sealed class SignalPropagationModelParameters : ModelParametersBase<VBuffer<float>>, IValueMapper
{
    internal const string LoaderSignature = "SigPropMulticlass";

    private readonly StandardScaling? _scaling;
    private readonly VectorDataViewType _inputType;
    private readonly VectorDataViewType _outputType;

    internal SignalPropagationModelParameters(IHostEnvironment environment, Model model)
        : base(environment, LoaderSignature)
    {
        Model = model;
        _scaling = (StandardScaling?)model.Encoding;
        _inputType = new VectorDataViewType(NumberDataViewType.Single, model.Network.InputWidth);
        _outputType = new VectorDataViewType(NumberDataViewType.Single, model.Network.ClassCount);
    }

    // Private, where Create is internal: ML.NET refuses a class that offers it both ways of loading.
    private SignalPropagationModelParameters(IHostEnvironment environment, ModelLoadContext context)
        : base(environment, LoaderSignature, context)
    {
        Model = Read(context.Reader);
        _scaling = (StandardScaling?)Model.Encoding;
        _inputType = new VectorDataViewType(NumberDataViewType.Single, Model.Network.InputWidth);
        _outputType = new VectorDataViewType(NumberDataViewType.Single, Model.Network.ClassCount);
    }

    /// <summary>The engine's model: the network, the standardisation of its features and the names of its classes. Its
    /// <see cref="Model.Save(string)"/> writes a file that is read without ML.NET.</summary>
    public Model Model { get; }

    /// <summary>The network. It takes features that are standardised, where <see cref="Model.Encoding"/> says so.</summary>
    public Network Network => Model.Network;

    /// <summary>How the network was trained; null where that is not known.</summary>
    public TrainingReport? TrainingReport => Model.Training;

    DataViewType IValueMapper.InputType => _inputType;

    DataViewType IValueMapper.OutputType => _outputType;

    private protected override PredictionKind PredictionKind => PredictionKind.MulticlassClassification;

    internal static SignalPropagationModelParameters Create(IHostEnvironment environment, ModelLoadContext context)
    {
        FriendMembers.ThrowIfMissing();
        context.CheckAtModel(GetVersionInfo());
        return new SignalPropagationModelParameters(environment, context);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        base.SaveCore(ctx);
        ctx.SetVersionInfo(GetVersionInfo());
        using var buffer = new MemoryStream();
        Model.Save(buffer);
        ctx.Writer.Write(buffer.Length);
        ctx.Writer.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    ValueMapper<TSrc, TDst> IValueMapper.GetMapper<TSrc, TDst>()
    {
        // ML.NET asks for one mapper a cursor, so that each has a row of its own to work in.
        float[] row = new float[Network.InputWidth];
        ValueMapper<VBuffer<float>, VBuffer<float>> map =
            (in VBuffer<float> features, ref VBuffer<float> scores) => Score(in features, row, ref scores);
        return (ValueMapper<TSrc, TDst>)(Delegate)map;
    }

    private Model Read(BinaryReader reader)
    {
        // After the base's bytes: the length of the model (int64), and the model as the engine saves it.
        long end = reader.ReadInt64() + reader.BaseStream.Position;
        try
        {
            var model = Model.Load(reader.BaseStream);
            if (reader.BaseStream.Position == end && model.Encoding is null or StandardScaling)
            {
                return model;
            }
        }
        catch (ModelFormatException exception)
        {
            throw Host.ExceptDecode(exception, $"The saved signal propagation model cannot be read. {exception.Message}");
        }

        throw Host.ExceptDecode("The saved signal propagation model cannot be read: it was not written by this trainer.");
    }

    private void Score(in VBuffer<float> features, float[] row, ref VBuffer<float> scores)
    {
        if (features.Length != row.Length)
        {
            throw new ArgumentException($"The model takes {row.Length} features; a row has {features.Length}.");
        }

        features.CopyTo(row);
        _scaling?.Apply(row);
        VBufferEditor<float> editor = VBufferEditor.Create(ref scores, Network.ClassCount);
        if (TensorPrimitives.IsFiniteAll(row))
        {
            Network.Predict(row, editor.Values);
        }
        else
        {
            editor.Values.Fill(float.NaN);
        }

        scores = editor.Commit();
    }

    private static VersionInfo GetVersionInfo() => new(
        modelSignature: "SIGPRPMC",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: typeof(SignalPropagationModelParameters).Assembly.GetName().Name!,
        loaderSignature: LoaderSignature);
}
