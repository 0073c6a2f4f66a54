using System.Text.Json;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Golden;

/// <summary>Whole training runs on tiny networks give the numbers of an independent implementation with automatic differentiation.</summary>
public sealed class DenseGoldenTests
{
    // The reference's optimizer; eps is large because some gradients are exactly zero, and their rounding noise must not become full steps.
    private static readonly AdamSpec s_adam = new() { LearningRate = 0.01f, Epsilon = 1e-4f };

    public static IEnumerable<TheoryDataRow<string>> SignalPropagationCases
        => GoldenCase.Files("dense-target-only", "dense-fixed-targets", "dense-batchnorm");

    public static IEnumerable<TheoryDataRow<string>> BaselineCases => GoldenCase.Files("baseline-bp", "baseline-shallow");

    [Theory]
    [MemberData(nameof(SignalPropagationCases))]
    public void Signal_propagation_gives_the_reference_numbers(string file)
    {
        var golden = new GoldenCase(file);
        bool normalized = golden.Settings.GetProperty("batchNorm").GetBoolean();
        Network network = Create(golden, normalized, !golden.Settings.GetProperty("fixedTargets").GetBoolean());
        Replay(golden, network, LearningRuleKind.SignalPropagation);

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
        Replay(golden, network, golden.Settings.GetProperty("rule").GetString() == "bp" ? LearningRuleKind.Backpropagation : LearningRuleKind.Shallow);
    }

    [Fact]
    public void The_cases_kept_here_are_found() => Assert.True(SignalPropagationCases.Count() >= 3 && BaselineCases.Count() >= 2);

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

    private static void Replay(GoldenCase golden, Network network, LearningRuleKind kind)
    {
        using var context = new ComputeContext(2);
        Batch[] batches = [.. golden.Batches()];
        LearningRule rule = Trainer.CreateRule(kind, new LearningSetup(context, network, s_adam, 0f, batches[0].Count));
        rule.SetLearningRate(s_adam.LearningRate);
        var losses = new LossValue[rule.LossNames.Count];
        for (int step = 0; step < batches.Length; step++)
        {
            rule.Step(batches[step], default, losses);
            float[] expected = GoldenCase.Flatten(golden["losses"][step]);
            GoldenCase.AssertClose(expected, losses.Select(l => (float)l.Mean).ToArray(), $"losses of step {step}");
        }

        golden.AssertFinal(network);
    }
}
