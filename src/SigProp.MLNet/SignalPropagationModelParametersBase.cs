using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.MLNet;

/// <summary>A network trained by signal propagation, as ML.NET scores, saves and loads it.</summary>
/// <typeparam name="TOutput">What it predicts for a row.</typeparam>
public abstract partial class SignalPropagationModelParametersBase<TOutput> : ModelParametersBase<TOutput>, IValueMapper, IBatchScored
{
    private readonly VectorDataViewType _inputType;
    private readonly FeatureEncoding? _encoding;

    private protected SignalPropagationModelParametersBase(IHostEnvironment environment, string name, Model model)
        : base(environment, name)
    {
        Model = model;
        _encoding = (FeatureEncoding?)model.Encoding;
        _inputType = new VectorDataViewType(NumberDataViewType.Single, RawWidth);
    }

    private protected SignalPropagationModelParametersBase(IHostEnvironment environment, string name, ModelLoadContext context)
        : base(environment, name, context)
    {
        Model = Read(context.Reader);
        _encoding = (FeatureEncoding?)Model.Encoding;
        _inputType = new VectorDataViewType(NumberDataViewType.Single, RawWidth);
    }

    /// <summary>The engine's model: the network, the standardisation of its features and the names of its classes. Its
    /// <see cref="Model.Save(string)"/> writes a file that is read without ML.NET.</summary>
    public Model Model { get; }

    /// <summary>The network. It takes features that are standardised, where <see cref="Model.Encoding"/> says so.</summary>
    public Network Network => Model.Network;

    /// <summary>How the network was trained; null where that is not known.</summary>
    public TrainingReport? TrainingReport => Model.Training;

    /// <summary>Features of a row as it comes; the encoding may make more of them.</summary>
    internal int RawWidth => _encoding?.RawWidth ?? Network.InputWidth;

    DataViewType IValueMapper.InputType => _inputType;

    DataViewType IValueMapper.OutputType => OutputType;

    int IBatchScored.NumbersOfRow => Network.InputWidth + Math.Max(Network.ClassCount, 1);

    private protected abstract DataViewType OutputType { get; }

    private protected abstract VersionInfo Version { get; }

    ValueMapper<TSrc, TDst> IValueMapper.GetMapper<TSrc, TDst>() => (ValueMapper<TSrc, TDst>)(Delegate)CreateMapper();

    BatchAnswers IBatchScored.CreateAnswers(bool first, bool second) => CreateAnswers(first, second);

    Delegate[] IBatchScored.CreateGetters(BatchAnswers answers, Func<int> current) => CreateGetters(answers, current);

    /// <summary>Makes room for the answers that the model's first and its second column need.</summary>
    private protected abstract BatchAnswers CreateAnswers(bool first, bool second);

    /// <summary>Makes the getters of the model's columns, which read the answers to the current row.</summary>
    private protected abstract Delegate[] CreateGetters(BatchAnswers answers, Func<int> current);

    /// <summary>Makes a scorer of rows. ML.NET asks for one a cursor, so that each has a row of its own to work in.</summary>
    private protected abstract ValueMapper<VBuffer<float>, TOutput> CreateMapper();

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        // The base's bytes, the length of the model (int64), the model as the engine saves it, and what the kind of model adds.
        base.SaveCore(ctx);
        ctx.SetVersionInfo(Version);
        using var buffer = new MemoryStream();
        Model.Save(buffer);
        ctx.Writer.Write(buffer.Length);
        ctx.Writer.Write(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Makes room for rows on their way into the network.</summary>
    private protected EncodedRow CreateRow() => new(_encoding, RawWidth, Network.InputWidth);

    /// <param name="modelSignature">What the model is.</param>
    /// <param name="loaderSignature">What loads it.</param>
    /// <param name="written">The version of the format.</param>
    /// <param name="readable">The first version that reads it.</param>
    private protected static VersionInfo CreateVersion(
        string modelSignature, string loaderSignature, uint written = 0x00010001, uint readable = 0x00010001) => new(
        modelSignature: modelSignature,
        verWrittenCur: written,
        verReadableCur: readable,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: typeof(SignalPropagationModelParametersBase<>).Assembly.GetName().Name!,
        loaderSignature: loaderSignature);

    /// <summary>What a model holds that this trainer does not write.</summary>
    private protected Exception NotOurs() => Host.ExceptDecode("The saved signal propagation model cannot be read: it was not written by this trainer.");

    private Model Read(BinaryReader reader)
    {
        long end = reader.ReadInt64() + reader.BaseStream.Position;
        try
        {
            var model = Model.Load(reader.BaseStream);
            if (reader.BaseStream.Position == end && model.Encoding is null or FeatureEncoding)
            {
                return model;
            }
        }
        catch (ModelFormatException exception)
        {
            throw Host.ExceptDecode(exception, $"The saved signal propagation model cannot be read. {exception.Message}");
        }

        throw NotOurs();
    }
}
