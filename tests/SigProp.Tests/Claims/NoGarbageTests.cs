using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Tests.Claims;

[CollectionDefinition(nameof(NoGarbageTests), DisableParallelization = true)]
public sealed class RunsAlone;

/// <summary>A training step allocates nothing once warm.</summary>
[Collection(nameof(NoGarbageTests))]
public sealed class NoGarbageTests
{
    public static MatrixTheoryData<LearningRuleKind, int, float> RulesThreadsAndClipping()
        => new(Enum.GetValues<LearningRuleKind>(), [1, 2], [0f, 1f]);

    [Theory]
    [MemberData(nameof(RulesThreadsAndClipping))]
    public void A_warm_step_allocates_nothing(LearningRuleKind kind, int threads, float clipNorm)
    {
        NetworkSpec spec = NetworkSpec.Create(60, 5)
            .Dense(80, dropout: 0.1f)
            .Dense(70, Activation.Tanh, batchNormalization: true)
            .Dense(60, loss: LocalLossKind.SquaredDistance)
            .Build();
        Network network = Network.Create(spec);
        using var context = new ComputeContext(threads);
        LearningRule rule = Given.Rule(kind, network, context, 64, new AdamSpec(), clipNorm);
        AssertWarmStepAllocatesNothing(rule);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nor_does_one_in_16_bits(int threads)
    {
        NetworkSpec spec = NetworkSpec.Create(60, 5).Dense(300, dropout: 0.1f).Dense(70, batchNormalization: true).Build();
        using var context = new ComputeContext(threads);
        var rule = new SignalPropagation(new LearningSetup(context, Network.Create(spec), new AdamSpec(), 0f, 64) { Precision = TrainingPrecision.Half });
        rule.Half!.Begin(context);
        AssertWarmStepAllocatesNothing(rule);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 2)]
    public void Nor_does_a_warm_pipeline(int groups, int threadsAGroup)
    {
        NetworkSpec spec = NetworkSpec.Create(60, 5).Dense(80, dropout: 0.1f).Dense(70, batchNormalization: true).Dense(60).Build();
        using var context = new ComputeContext(1);
        var rule = new SignalPropagation(new LearningSetup(context, Network.Create(spec), new AdamSpec(), 1f, 64));
        rule.Regroup(PipelineBalance.Cut([1, 1, 1, 1], groups));
        ComputeContext[] contexts = [.. Enumerable.Range(0, groups).Select(_ => new ComputeContext(threadsAGroup))];
        Batch batch = Given.Batch(64, 60, 5);
        var losses = new LossValue[rule.LossNames.Count];
        using (var pipeline = new Pipeline(rule, contexts, batch))
        {
            RunThrough(pipeline, batch, losses);
            long least = long.MaxValue;
            for (int window = 0; window < 20 && least > 0; window++)
            {
                long before = GC.GetTotalAllocatedBytes(precise: true);
                RunThrough(pipeline, batch, losses);
                least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
            }

            Assert.Equal(0, least);
        }

        Array.ForEach(contexts, c => c.Dispose());
    }

    private static void AssertWarmStepAllocatesNothing(LearningRule rule)
    {
        Batch batch = Given.Batch(64, 60, 5);
        var losses = new LossValue[rule.LossNames.Count];
        RandomKey key = RandomKey.FromSeed(1);
        Run(rule, batch, key, losses);

        // The runtime and the test host allocate now and then; a step that allocates would do so in every window.
        long leastOfThread = long.MaxValue, leastOfAll = long.MaxValue;
        for (int window = 0; window < 20 && (leastOfThread > 0 || leastOfAll > 0); window++)
        {
            long all = GC.GetTotalAllocatedBytes(precise: true), thread = GC.GetAllocatedBytesForCurrentThread();
            Run(rule, batch, key, losses);
            leastOfThread = Math.Min(leastOfThread, GC.GetAllocatedBytesForCurrentThread() - thread);
            leastOfAll = Math.Min(leastOfAll, GC.GetTotalAllocatedBytes(precise: true) - all);
        }

        Assert.Equal((0, 0), (leastOfThread, leastOfAll));
    }

    private static void RunThrough(Pipeline pipeline, Batch batch, LossValue[] losses)
    {
        for (int step = 0; step < 50; step++)
        {
            pipeline.Begin(batch, RandomKey.FromSeed(1).Split(step), 1e-3f);
            while (pipeline.TryFinish(pipeline.IsFull || step == 49, losses, out _))
            {
            }
        }
    }

    private static void Run(LearningRule rule, Batch batch, RandomKey key, LossValue[] losses)
    {
        for (int step = 0; step < 50; step++)
        {
            rule.SetLearningRate(1e-3f);
            rule.Step(batch, key.Split(step), losses);
        }
    }
}
