using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.MLNet;
using SigProp.MLNet.FriendAccess;

[assembly: LoadableClass(
    typeof(SignalPropagationBinaryModelParameters), null, typeof(SignatureLoadModel),
    "Signal propagation network of two classes", SignalPropagationBinaryModelParameters.LoaderSignature)]

namespace SigProp.MLNet;

/// <summary>A network trained by <see cref="SignalPropagationBinaryTrainer"/>, as ML.NET scores, saves and loads it.</summary>
public sealed partial class SignalPropagationBinaryModelParameters : SignalPropagationModelParametersBase<float>, IValueMapperDist
{
    internal const string LoaderSignature = "SigPropBinary";

    internal SignalPropagationBinaryModelParameters(IHostEnvironment environment, Model model)
        : base(environment, LoaderSignature, model)
    {
    }

    // Private, where Create is internal: ML.NET refuses a class that offers it both ways of loading.
    private SignalPropagationBinaryModelParameters(IHostEnvironment environment, ModelLoadContext context)
        : base(environment, LoaderSignature, context)
    {
        if (Network.ClassCount != 2)
        {
            throw NotOurs();
        }
    }

    DataViewType IValueMapperDist.DistType => NumberDataViewType.Single;

    private protected override DataViewType OutputType => NumberDataViewType.Single;

    private protected override VersionInfo Version => CreateVersion("SIGPRPBN", LoaderSignature);

    private protected override PredictionKind PredictionKind => PredictionKind.BinaryClassification;

    internal static SignalPropagationBinaryModelParameters Create(IHostEnvironment environment, ModelLoadContext context)
    {
        FriendMembers.ThrowIfMissing();
        context.CheckAtModel(CreateVersion("SIGPRPBN", LoaderSignature));
        return new SignalPropagationBinaryModelParameters(environment, context);
    }

    ValueMapper<TSrc, TDst, TDist> IValueMapperDist.GetMapper<TSrc, TDst, TDist>()
    {
        var answers = new BinaryAnswers(CreateRow(), Network);
        ValueMapper<VBuffer<float>, float, float> map = (in VBuffer<float> features, ref float score, ref float probability) =>
        {
            answers.Load(in features);
            score = answers.ScoreOf(0);
            probability = answers.ProbabilityOf(0);
        };
        return (ValueMapper<TSrc, TDst, TDist>)(Delegate)map;
    }

    private protected override ValueMapper<VBuffer<float>, float> CreateMapper()
    {
        var answers = new BinaryAnswers(CreateRow(), Network);
        return (in VBuffer<float> features, ref float score) =>
        {
            answers.Load(in features);
            score = answers.ScoreOf(0);
        };
    }

    private protected override BatchAnswers CreateAnswers(bool first, bool second) => new BinaryAnswers(CreateRow(), Network);

    private protected override Delegate[] CreateGetters(BatchAnswers answers, Func<int> current)
    {
        var own = (BinaryAnswers)answers;
        ValueGetter<float> score = (ref float value) => value = own.ScoreOf(current());
        ValueGetter<float> probability = (ref float value) => value = own.ProbabilityOf(current());
        return [score, probability];
    }
}
