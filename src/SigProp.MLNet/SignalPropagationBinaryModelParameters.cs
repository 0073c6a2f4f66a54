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
        EncodedRow row = CreateRow();
        float[] p = new float[2];
        ValueMapper<VBuffer<float>, float, float> map =
            (in VBuffer<float> features, ref float score, ref float probability) => Score(in features, row, p, out score, out probability);
        return (ValueMapper<TSrc, TDst, TDist>)(Delegate)map;
    }

    private protected override ValueMapper<VBuffer<float>, float> CreateMapper()
    {
        EncodedRow row = CreateRow();
        float[] p = new float[2];
        return (in VBuffer<float> features, ref float score) => Score(in features, row, p, out score, out _);
    }

    private void Score(in VBuffer<float> features, EncodedRow row, float[] p, out float score, out float probability)
    {
        if (!row.TryLoad(in features))
        {
            score = probability = float.NaN;
            return;
        }

        // log(p / (1 - p)), of both probabilities as the network gives them: 1 - p has no digits left where p is close to 1
        Network.Predict(row.Features, p);
        probability = p[1];
        score = MathF.Log(MathF.Max(p[1], float.Epsilon)) - MathF.Log(MathF.Max(p[0], float.Epsilon));
    }
}
