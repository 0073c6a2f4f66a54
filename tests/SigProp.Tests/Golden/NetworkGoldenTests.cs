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
        Network network = GoldenNetworks.Create(golden);
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
        golden.Replay(GoldenNetworks.Create(golden), GoldenNetworks.RuleOf(golden));
    }

    [Theory]
    [MemberData(nameof(TargetInputCases))]
    public void Targets_of_class_and_input_give_the_reference_numbers(string file)
    {
        var golden = new GoldenCase(file);
        golden.Replay(GoldenNetworks.Create(golden), LearningRuleKind.SignalPropagation);
    }

    [Theory]
    [MemberData(nameof(ConvolutionCases))]
    public void Convolutions_give_the_reference_numbers(string file)
    {
        var golden = new GoldenCase(file);
        golden.Replay(GoldenNetworks.Create(golden), LearningRuleKind.SignalPropagation);
    }

    [Fact]
    public void The_cases_kept_here_are_found() => Assert.True(
        SignalPropagationCases.Count() >= 3 && BaselineCases.Count() >= 5 && TargetInputCases.Any() && ConvolutionCases.Count() >= 2);
}
