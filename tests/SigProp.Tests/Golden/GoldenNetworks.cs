using System.Text.Json;
using SigProp.Spiking;

namespace SigProp.Tests.Golden;

/// <summary>The networks of the reference cases, with the reference's initial parameters.</summary>
internal static class GoldenNetworks
{
    public static Network Create(GoldenCase golden)
    {
        Network network = Network.Create(Describe(golden));
        golden.LoadInto(network);
        return network;
    }

    /// <summary>How the network of a case learns.</summary>
    public static LearningRuleKind RuleOf(GoldenCase golden) => golden.Name switch
    {
        "baseline-bp" => LearningRuleKind.Backpropagation,
        "baseline-fa" => LearningRuleKind.FeedbackAlignment,
        "baseline-dfa" => LearningRuleKind.DirectFeedbackAlignment,
        "baseline-ll-bp" => LearningRuleKind.LocalLearning,
        "baseline-shallow" => LearningRuleKind.Shallow,
        _ => LearningRuleKind.SignalPropagation,
    };

    /// <summary>The loss of a case that is of a loss alone.</summary>
    public static LocalLossKind LossOf(GoldenCase golden) => golden.Name switch
    {
        "loss-distance" => LocalLossKind.SquaredDistance,
        "loss-labels" => LocalLossKind.PairsByLabel,
        "loss-max-all" => LocalLossKind.PairsMaxAll,
        "loss-max-one" => LocalLossKind.PairsMaxOne,
        _ => LocalLossKind.PairsTopK,
    };

    private static NetworkSpec Describe(GoldenCase golden)
    {
        JsonElement settings = golden.Settings;
        if (golden.Name.StartsWith("conv-", StringComparison.Ordinal))
        {
            return DescribeConvolutions(settings);
        }

        NetworkSpecBuilder builder = NetworkSpec.Create(golden["batches"][0].GetProperty("x")[0].GetArrayLength(), settings.GetProperty("classes").GetInt32());
        if (golden.Name == "target-input")
        {
            builder.Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput }).Loss(LocalLossKind.PairsByLabel);
        }
        else if (golden.Name.StartsWith("spiking-", StringComparison.Ordinal))
        {
            builder.Spiking(new SpikingSpec
            {
                Steps = settings.GetProperty("steps").GetInt32(),
                Threshold = settings.GetProperty("threshold").GetSingle(),
                LearningSignal = settings.GetProperty("surrogate").GetBoolean() ? SpikingLearningSignal.Surrogate : SpikingLearningSignal.Voltage,
            });
        }
        else
        {
            builder.Targets(!(settings.TryGetProperty("fixedTargets", out JsonElement isFixed) && isFixed.GetBoolean()));
        }

        bool normalized = settings.TryGetProperty("batchNorm", out JsonElement norm) && norm.GetBoolean();
        foreach (JsonElement width in settings.GetProperty("hidden").EnumerateArray())
        {
            builder.Dense(width.GetInt32(), batchNormalization: normalized);
        }

        return builder.Build();
    }

    private static NetworkSpec DescribeConvolutions(JsonElement settings)
    {
        JsonElement channels = settings.GetProperty("channels");
        int size = settings.GetProperty("size").GetInt32();
        return NetworkSpec.Create(new ImageShape(1, size, size), settings.GetProperty("classes").GetInt32())
            .Targets(new TargetGeneratorSpec { Sparse = settings.GetProperty("sparse").GetBoolean() })
            .Convolution(channels[0].GetInt32(), batchNormalization: true)
            .MaxPooling()
            .Convolution(channels[1].GetInt32(), batchNormalization: true)
            .Flatten()
            .Build();
    }
}
