using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.TorchSharp.Learning;
using SigProp.TorchSharp.Losses;
using SigProp.TorchSharp.Running;
using static TorchSharp.torch;

namespace SigProp.TorchSharp.Tests.Precision;

/// <summary>A layer that skips most of an epoch's steps is told of, and a checkpoint holds every layer's scale.</summary>
public sealed class SkippedStepTests : IDisposable
{
    private readonly ComputeContext _context = new(1);

    public void Dispose() => _context.Dispose();

    [Fact]
    public void A_layer_that_skips_more_than_half_of_an_epochs_steps_is_named_with_a_remedy()
    {
        using var rule = new HandMade(Setup());
        Assert.Empty(rule.Warnings);
        TakeEpoch(rule, true, true, false, true);
        string warning = Assert.Single(rule.Warnings);
        Assert.Equal(
            "layer1 has skipped 3 of the epoch's 4 steps, in which gradients of its loss overflowed in Float16; choose the HalfFormat BFloat16, a lower LearningRate, "
            + "or BatchNormalization.", warning);

        // Each epoch counts anew, and half of its steps are not most of them.
        TakeEpoch(rule, true, false, true, false);
        Assert.Empty(rule.Warnings);
    }

    [Fact]
    public void At_the_least_scale_skipped_steps_are_told_of_in_every_epoch()
    {
        using var rule = new HandMade(Setup());
        for (int epoch = 0; epoch < 3; epoch++)
        {
            TakeEpoch(rule, [.. Enumerable.Repeat(true, 20)]);
            Assert.Contains("layer1 has skipped 20 of the epoch's 20 steps", Assert.Single(rule.Warnings), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Memory_holds_the_scale_of_every_learner()
    {
        using var rule = new HandMade(Setup());
        TakeEpoch(rule, true, true, false);
        var walk = new Memorizer();
        rule.WalkMemory(walk);
        Assert.Equal(2 * 2 * sizeof(double), walk.Bytes.Count);
        walk.Rewind();
        using var other = new HandMade(Setup());
        other.WalkMemory(walk);
        Assert.Equal([16384, 65536], other.Scales);
        var again = new Memorizer();
        other.WalkMemory(again);
        Assert.Equal(walk.Bytes, again.Bytes);
    }

    private LearningSetup Setup()
        => new(_context, Network.Create(NetworkSpec.Create(3, 2).Dense(4).Build()), new SgdSpec { LearningRate = 0.1f }, 0f, 5);

    private void TakeEpoch(HandMade rule, params bool[] overflows)
    {
        rule.BeginSteps(_context);
        rule.SetLearningRate(0.1f);
        foreach (bool overflow in overflows)
        {
            rule.Overflows = overflow;
            rule.Step(new Batch(5, 3) { Count = 5 }, default, new LossValue[1]);
        }

        rule.EndSteps(_context);
    }

    /// <summary>Takes steps by gradients set by hand, of which the first layer's may overflow.</summary>
    private sealed class HandMade : TorchRule
    {
        public HandMade(LearningSetup setup)
            : base(setup, new TorchPlace(IsCuda: false, ScalarType.Float16, AllowsTensorFloat32: false), [setup.Network.Layers[0].Parameters, setup.Network.Head.Parameters])
        {
            Meter = new TorchMeter(Place, 1);
        }

        public override IReadOnlyList<string> LossNames { get; } = ["head"];

        public override bool TrainsTargets => false;

        public bool Overflows { get; set; }

        public IEnumerable<double> Scales => Learners.Select(l => l.Scale);

        protected override void Step(Batch batch, TorchLesson lesson, RandomKey key, List<Tensor> values)
        {
            foreach (TorchLearner learner in Learners)
            {
                foreach (Tensor value in learner.Values)
                {
                    value.grad = full_like(value, Overflows && learner == Learners[0] ? float.PositiveInfinity : 1f, requires_grad: false);
                }

                learner.Update();
            }

            values.AddRange([tensor(0.5f), tensor(1f)]);
        }
    }
}
