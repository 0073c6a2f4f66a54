using System.Text.Json;
using SigProp.Numerics;

namespace SigProp.Tests.Golden;

/// <summary>Whole training runs on tiny networks give the numbers of an independent implementation with automatic differentiation.</summary>
public sealed class NetworkGoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> SignalPropagationCases
        => GoldenCase.Files("dense-target-only", "dense-fixed-targets", "dense-batchnorm");

    public static IEnumerable<TheoryDataRow<string>> BaselineCases => GoldenCase.Files("baseline-bp", "baseline-shallow", "baseline-fa", "baseline-dfa", "baseline-ll-bp");

    public static IEnumerable<TheoryDataRow<string>> TargetInputCases => GoldenCase.Files("target-input");

    public static IEnumerable<TheoryDataRow<string>> ConvolutionCases => GoldenCase.Files("conv-dense-targets", "conv-sparse-targets");

    [Theory]
    [MemberData(nameof(SignalPropagationCases))]
    public void Signal_propagation_gives_the_reference_numbers(string file)
    {
        var golden = new GoldenCase(file);
        bool normalized = golden.Settings.GetProperty("batchNorm").GetBoolean();
        Network network = Create(golden, normalized, !golden.Settings.GetProperty("fixedTargets").GetBoolean());
        golden.Replay(network, LearningRuleKind.SignalPropagation);

        using var context = new ComputeContext(1);
        network.ComputeClassTargets(context);
        Batch first = golden.Batches().First();
        var inference = new Inference(network, context);
        JsonElement scores = golden["scores_on_first_batch"];
        foreach ((string name, int? exit) in new (string, int?)[] { ("head", null), ("exit1", 1), ("exit2", 2) })
        {
            GoldenCase.AssertClose(
                GoldenCase.Flatten(scores.GetProperty(name)), inference.Scores(first.Features, first.Count, exit), $"scores of {name}");
        }
    }

    [Theory]
    [MemberData(nameof(BaselineCases))]
    public void Baselines_give_the_reference_numbers(string file)
    {
        var golden = new GoldenCase(file);
        Network network = Create(golden, normalized: false, learnedTargets: true);
        golden.Replay(network, golden.Settings.GetProperty("rule").GetString() switch
        {
            "bp" => LearningRuleKind.Backpropagation,
            "fa" => LearningRuleKind.FeedbackAlignment,
            "dfa" => LearningRuleKind.DirectFeedbackAlignment,
            "ll-bp" => LearningRuleKind.LocalLearning,
            _ => LearningRuleKind.Shallow,
        });
    }

    [Theory]
    [MemberData(nameof(TargetInputCases))]
    public void Targets_of_class_and_input_give_the_reference_numbers(string file)
    {
        var golden = new GoldenCase(file);
        int inputs = golden["batches"][0].GetProperty("x")[0].GetArrayLength();
        NetworkSpecBuilder builder = NetworkSpec.Create(inputs, golden.Settings.GetProperty("classes").GetInt32())
            .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput })
            .Loss(LocalLossKind.PairsByLabel);
        foreach (JsonElement width in golden.Settings.GetProperty("hidden").EnumerateArray())
        {
            builder.Dense(width.GetInt32());
        }

        Network network = Network.Create(builder.Build());
        golden.LoadInto(network);
        golden.Replay(network, LearningRuleKind.SignalPropagation);
    }

    [Theory]
    [MemberData(nameof(ConvolutionCases))]
    public void Convolutions_give_the_reference_numbers(string file)
    {
        var golden = new GoldenCase(file);
        JsonElement channels = golden.Settings.GetProperty("channels");
        int size = golden.Settings.GetProperty("size").GetInt32();
        NetworkSpec spec = NetworkSpec.Create(new ImageShape(1, size, size), golden.Settings.GetProperty("classes").GetInt32())
            .Targets(new TargetGeneratorSpec { Sparse = golden.Settings.GetProperty("sparse").GetBoolean() })
            .Convolution(channels[0].GetInt32(), batchNormalization: true)
            .MaxPooling()
            .Convolution(channels[1].GetInt32(), batchNormalization: true)
            .Flatten()
            .Build();
        Network network = Network.Create(spec);
        golden.LoadInto(network);
        golden.Replay(network, LearningRuleKind.SignalPropagation);
    }

    [Fact]
    public void The_cases_kept_here_are_found() => Assert.True(
        SignalPropagationCases.Count() >= 3 && BaselineCases.Count() >= 5 && TargetInputCases.Any() && ConvolutionCases.Count() >= 2);

    private static Network Create(GoldenCase golden, bool normalized, bool learnedTargets)
    {
        int inputs = golden["batches"][0].GetProperty("x")[0].GetArrayLength();
        NetworkSpecBuilder builder = NetworkSpec.Create(inputs, golden.Settings.GetProperty("classes").GetInt32()).Targets(learnedTargets);
        foreach (JsonElement width in golden.Settings.GetProperty("hidden").EnumerateArray())
        {
            builder.Dense(width.GetInt32(), batchNormalization: normalized);
        }

        Network network = Network.Create(builder.Build());
        golden.LoadInto(network);
        return network;
    }
}
