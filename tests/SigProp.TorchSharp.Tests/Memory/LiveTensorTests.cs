using SigProp.Learning;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.TorchSharp.Running;
using SigProp.TorchSharp.Tests.Fidelity;

namespace SigProp.TorchSharp.Tests.Memory;

/// <summary>Steps leave no tensor behind, and rules and scorers none when they are disposed of.</summary>
public sealed class LiveTensorTests
{
    public static IEnumerable<TheoryDataRow<string>> Names => FidelityTests.Names;

    [Fact]
    public void Five_thousand_steps_of_a_dense_net_leave_no_tensor_behind() => AssertSteady(FidelityTests.Case("dense ReLU"), 5000);

    [Theory]
    [InlineData("convolution plain")]
    [InlineData("convolution sparse targets, dense")]
    [InlineData("convolution spatial dropout")]
    [InlineData("spiking triangle")]
    [InlineData("spiking dropout, convolution")]
    [InlineData("dense dropout, batch norm, few rows")]
    [InlineData("dense batch norm, one row")]
    [InlineData("targets of a corrected loop")]
    [InlineData("loss PairsTopK, a loop")]
    [InlineData("regression expectation, weighted rows")]
    [InlineData("optimizer AdamW, decay, clipping, averages")]
    [InlineData("optimizer Nesterov, decay, clipping, averages")]
    [InlineData("backpropagation dense, batch norm, dropout")]
    [InlineData("backpropagation spiking latency, voltage")]
    [InlineData("shallow convolution, groups, dropout")]
    public void Three_hundred_steps_leave_no_tensor_behind(string name) => AssertSteady(FidelityTests.Case(name), 300);

    [Theory]
    [MemberData(nameof(Names))]
    public void Some_steps_of_any_net_leave_no_tensor_behind(string name) => AssertSteady(FidelityTests.Case(name), 6);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_scorer_leaves_no_tensor_behind(string name)
    {
        FidelityCase of = FidelityTests.Case(name);
        using var context = new ComputeContext(1);
        Network network = of.CreateNetwork();
        if (of.Spec.HasClassTargets)
        {
            network.ComputeClassTargets(context);
        }

        float[] features = [.. Enumerable.Range(0, 5).SelectMany(of.Features)];
        long before = Live.Tensors, inScopes = Live.InScopes;
        using (var scorer = new TorchScorer(network, context, SideBySide.Cpu()))
        {
            scorer.Begin();
            scorer.AllScores(features, 5, (_, _) => { });
            long after = Live.Tensors;
            for (int i = 0; i < 3; i++)
            {
                scorer.Begin();
                scorer.AllScores(features, 5 - i, (_, _) => { });
            }

            Assert.Equal(after, Live.Tensors);
        }

        Assert.Equal(before, Live.Tensors);
        Assert.Equal(inScopes, Live.InScopes);
    }

    [Fact]
    public void Averages_that_begin_late_leave_no_tensor_behind()
    {
        using var context = new ComputeContext(1);
        long before = Live.Tensors;
        FidelityCase of = FidelityTests.Case("dense batch norm");
        LearningRule rule = Live.Rule(of, context);
        foreach (LayerOptimizer optimizer in rule.Optimizers)
        {
            optimizer.Average = new WeightAverage(optimizer.Parameters, 0.9);
        }

        for (int epoch = 0; epoch < 3; epoch++)
        {
            rule.BeginSteps(context);
            Live.Step(rule, of.Batch(epoch), epoch);
            rule.EndSteps(context);
        }

        ((IDisposable)rule).Dispose();
        Assert.Equal(before, Live.Tensors);
    }

    private static void AssertSteady(FidelityCase of, int steps)
    {
        using var context = new ComputeContext(1);
        long before = Live.Tensors, inScopes = Live.InScopes;
        LearningRule rule = Live.Rule(of, context);
        rule.BeginSteps(context);
        rule.SetLearningRate(1e-4f);
        Batch[] batches = [.. Enumerable.Range(0, 4).Select(of.Batch)];
        for (int step = 0; step < 4; step++)
        {
            Live.Step(rule, batches[step], step);
        }

        long warm = Live.Tensors;
        for (int step = 4; step < steps; step++)
        {
            Live.Step(rule, batches[step % 4], step);
        }

        Assert.Equal(warm, Live.Tensors);
        rule.EndSteps(context);
        Assert.Equal(warm, Live.Tensors);
        ((IDisposable)rule).Dispose();
        Assert.Equal(before, Live.Tensors);
        Assert.Equal(inScopes, Live.InScopes);
    }
}
