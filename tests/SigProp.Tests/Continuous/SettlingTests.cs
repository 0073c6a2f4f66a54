using SigProp.Continuous;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Tests.Continuous;

/// <summary>How states settle, and what the Hebbian rule makes of it.</summary>
public sealed class SettlingTests
{
    private const int Width = 6;
    private const int Classes = 3;
    private const int Rows = 7;

    private static readonly Batch s_batch = Given.Batch(Rows, Width, Classes);

    [Fact]
    public void Classic_equilibrium_propagation_descends_the_gradient_of_the_fixed_points_error()
    {
        // Scellier and Bengio 2017: at small beta the update is -rate d/dW of the mean |y* - o|^2 at the fixed point, whichever way it is nudged.
        var spec = new ContinuousSpec { Feedback = ContinuousFeedback.Symmetric, FreeSteps = 400, NudgedSteps = 400, BetaSign = BetaSign.Positive, LearningRates = [1f, 1f, 1f] };
        NetworkSpec towards = Spec(spec with { Beta = 0.02f }), away = Spec(spec with { Beta = -0.02f });
        Network start = Start(towards);
        float[][] updates = [.. new[] { towards, away }.Select(s => Difference(start, Step(s, start)))];
        float[] update = [.. updates[0].Zip(updates[1], (a, b) => 0.5f * (a + b))];
        float[] before = Given.Tensors(start);
        int at = 0;
        double dot = 0, own = 0, other = 0;
        foreach (TensorInfo tensor in start.Tensors)
        {
            float[] values = start.GetTensor(tensor.Name).ToArray();
            for (int i = 0; i < values.Length; i++, at++)
            {
                double gradient = (Error(towards, start, tensor.Name, i, 5e-3f) - Error(towards, start, tensor.Name, i, -5e-3f)) / 1e-2;
                Assert.True(Math.Abs(update[at] + gradient) < 2e-3 + (0.05 * Math.Abs(gradient)), $"{tensor.Name}[{i}]: update {update[at]}, gradient {gradient}");
                dot -= update[at] * gradient;
                own += update[at] * update[at];
                other += gradient * gradient;
            }
        }

        Assert.Equal(before.Length, at);
        Assert.True(other > 0.01, "nothing to learn");
        Assert.True(dot / Math.Sqrt(own * other) > 0.999, $"cosine {dot / Math.Sqrt(own * other)}");
    }

    [Theory]
    [InlineData(ContinuousFeedback.LearnedLoop)]
    [InlineData(ContinuousFeedback.Symmetric)]
    public void A_tolerance_settles_earlier_with_the_same_answer(ContinuousFeedback feedback)
    {
        NetworkSpec all = Spec(new() { Feedback = feedback, FreeSteps = 300, NudgedSteps = 300 });
        NetworkSpec early = all with { Continuous = all.Continuous! with { Tolerance = 1e-6f } };
        Network start = Start(all);
        using var context = new ComputeContext(1);
        (float[] Tensors, long Free, long Nudged) full = After(all), tolerant = After(early);
        Assert.Equal((300L * Rows, 300L * Rows), (full.Free, full.Nudged));
        Assert.InRange(tolerant.Free, Rows, 100 * Rows);
        Assert.InRange(tolerant.Nudged, Rows, 100 * Rows);
        AssertClose(full.Tensors, tolerant.Tensors);

        float[] answers = new float[Rows * Classes], others = new float[Rows * Classes];
        Copy(early, start).Predict(s_batch.Features, others);
        start.Predict(s_batch.Features, answers);
        AssertClose(answers, others);

        (float[], long, long) After(NetworkSpec spec)
        {
            Network network = Copy(spec, start);
            HebbianLearning rule = ContinuousNetworks.Rule(network, context, Rows);
            rule.Step(s_batch, default, new LossValue[1]);
            return (Given.Tensors(network), rule.StepsTaken.Free, rule.StepsTaken.Nudged);
        }
    }

    [Fact]
    public void A_sample_settles_at_a_tolerance_as_it_does_alone()
    {
        Network network = Start(Spec(new() { Tolerance = 1e-3f, FreeSteps = 100 }));
        float[] all = new float[Rows * Classes], one = new float[Classes];
        network.Predict(s_batch.Features, all);
        for (int i = 0; i < Rows; i++)
        {
            network.Predict(s_batch.Features.AsSpan(i * Width, Width), one);
            Assert.Equal(all.AsSpan(i * Classes, Classes).ToArray(), one);
        }
    }

    [Fact]
    public void Persistent_states_begin_where_they_ended()
    {
        var spec = new ContinuousSpec { FreeSteps = 300, Tolerance = 1e-4f, LearningRates = [1e-6f, 1e-6f, 1e-6f], LoopLearningRate = 1e-6f };
        long[] forgotten = StepsOf(spec);
        Assert.Equal(forgotten[0], forgotten[1]);
        long[] kept = StepsOf(spec with { PersistentStates = true });
        Assert.True(kept[1] <= 2 * Rows, $"{kept[1]} steps from where {kept[0]} led");
        Assert.True(kept[0] > 5 * Rows);

        static long[] StepsOf(ContinuousSpec spec)
        {
            using var context = new ComputeContext(1);
            Network network = Start(Spec(spec));
            HebbianLearning rule = ContinuousNetworks.Rule(network, context, Rows);
            Batch batch = Given.Batch(Rows, Width, Classes);
            for (int i = 0; i < Rows; i++)
            {
                batch.Numbers[i] = 100 + i;
            }

            rule.Step(batch, default, new LossValue[1]);
            long first = rule.StepsTaken.Free;
            rule.Step(batch, default, new LossValue[1]);
            return [first, rule.StepsTaken.Free - first];
        }
    }

    [Theory]
    [InlineData(LoopSignal.OutputAndTarget)]
    [InlineData(LoopSignal.CorrectedOutput)]
    public void What_the_loop_carries_changes_what_is_learned_but_not_the_answer(LoopSignal signal)
    {
        NetworkSpec plain = Spec(new() { BetaSign = BetaSign.Positive }), other = Spec(new() { BetaSign = BetaSign.Positive, LoopSignal = signal });
        Network start = Start(plain);
        float[] answers = new float[Rows * Classes], others = new float[Rows * Classes];
        start.Predict(s_batch.Features, answers);
        Copy(other, start).Predict(s_batch.Features, others);
        Assert.Equal(answers, others);
        Assert.NotEqual(Given.Tensors(Step(plain, start)), Given.Tensors(Step(other, start)));
    }

    private static NetworkSpec Spec(ContinuousSpec continuous)
        => NetworkSpec.Create(Width, Classes).Continuous(continuous).Dense(5).Dense(4).Build();

    /// <summary>A network whose states lie well inside (0, 1): there the fixed point is smooth.</summary>
    private static Network Start(NetworkSpec spec)
    {
        Network network = Network.Create(spec, 4);
        foreach (TensorInfo tensor in network.Tensors)
        {
            float[] values = network.GetTensor(tensor.Name).ToArray();
            network.SetTensor(tensor.Name, tensor.Name.EndsWith("bias", StringComparison.Ordinal)
                ? [.. values.Select(_ => 0.4f)]
                : [.. values.Select(v => (tensor.Name == "layer1.weight" ? 0.3f : 0.5f) * v)]);
        }

        return network;
    }

    private static Network Copy(NetworkSpec spec, Network from)
    {
        Network network = Network.Create(spec);
        Given.Copy(from, network);
        return network;
    }

    private static Network Step(NetworkSpec spec, Network from)
    {
        Network network = Copy(spec, from);
        using var context = new ComputeContext(1);
        ContinuousNetworks.Rule(network, context, Rows).Step(s_batch, default, new LossValue[1]);
        return network;
    }

    private static float[] Difference(Network from, Network to) => [.. Given.Tensors(to).Zip(Given.Tensors(from), (a, b) => a - b)];

    /// <summary>The mean |y* - o|^2 at the fixed point, with one number changed.</summary>
    private static double Error(NetworkSpec spec, Network from, string tensor, int index, float change)
    {
        Network network = Copy(spec, from);
        float[] values = network.GetTensor(tensor).ToArray();
        values[index] += change;
        network.SetTensor(tensor, values);
        using var context = new ComputeContext(1);
        var losses = new LossValue[1];
        ContinuousNetworks.Rule(network, context, Rows).Step(s_batch, default, losses);
        return losses[0].Mean;
    }

    private static void AssertClose(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-4f));
    }
}
