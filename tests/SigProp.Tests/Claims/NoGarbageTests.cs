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

    private static void Run(LearningRule rule, Batch batch, RandomKey key, LossValue[] losses)
    {
        for (int step = 0; step < 50; step++)
        {
            rule.SetLearningRate(1e-3f);
            rule.Step(batch, key.Split(step), losses);
        }
    }
}
