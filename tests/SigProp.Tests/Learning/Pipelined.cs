using SigProp.Data;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Tests.Learning;

/// <summary>Networks of every kind, and all that is left behind by steps that were taken in turn or through a pipeline.</summary>
internal static class Pipelined
{
    private const int Rows = 22;
    private const int Steps = 9;

    public static readonly Dictionary<string, NetworkSpec> Networks = new()
    {
        ["2 layers"] = Flat().Dense(20).Dense(16).Build(),
        ["4 layers"] = Flat().Dense(20).Dense(16, Activation.Tanh).Dense(18, Activation.ReLU).Dense(12).Build(),
        ["8 layers"] = Flat().Dense(20).Dense(16).Dense(18).Dense(12).Dense(20).Dense(16).Dense(18).Dense(12).Build(),
        ["normalised"] = Flat().Dense(20, batchNormalization: true).Dense(16, batchNormalization: true).Dense(18).Build(),
        ["dropped"] = Flat().Dense(20, dropout: 0.3f).Dense(16, dropout: 0.2f).Dense(18, dropout: 0.1f).Build(),
        ["images"] = Image().Convolution(8, 3, dropout: 0.2f).MaxPooling().Convolution(10, 3, batchNormalization: true).AveragePooling().Flatten().Dense(20).Build(),
        ["pooled first"] = Image().MaxPooling().Convolution(8, 3).Dense(20).Build(),
        ["sparse"] = Image().Convolution(8, batchNormalization: true).MaxPooling().Convolution(12).Dense(20)
            .Targets(new TargetGeneratorSpec { Sparse = true }).Build(),
        ["sparse units"] = Flat().Dense(20).Dense(16).Targets(new TargetGeneratorSpec { Sparse = true, SparseUnits = 6 }).Build(),
        ["fixed targets"] = Flat().Dense(20).Dense(16).Targets(learned: false).Build(),
        ["target-input"] = Flat().Dense(20).Dense(16).Dense(12)
            .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput }).Loss(LocalLossKind.PairsByLabel).Build(),
        ["distance"] = Flat().Dense(20).Dense(16).Loss(LocalLossKind.SquaredDistance).Build(),
        ["pairs max-all"] = Flat().Dense(20).Dense(16).Dense(12).Loss(LocalLossKind.PairsMaxAll).Build(),
        ["pairs max-one"] = Flat().Dense(20).Dense(16).Dense(12).Loss(LocalLossKind.PairsMaxOne).Build(),
        ["pairs top-k"] = Image().Convolution(8, 3).MaxPooling().Dense(20).Loss(LocalLossKind.PairsTopK, 3).Build(),
        ["nearest"] = Flat().Dense(20).Dense(16).Dense(12).Head(HeadKind.NearestTarget).Build(),
        ["vote"] = Flat().Dense(20).Dense(16).Head(HeadKind.Vote).Build(),
        ["expectation"] = NetworkSpec.CreateRegression(24).Dense(20).Dense(16).Bins(6).Build(),
        ["expectation, linear"] = NetworkSpec.CreateRegression(24).Dense(20).Dense(16).Bins(6).LinearOutput(OutputLossKind.Huber).Build(),
        ["several values"] = NetworkSpec.CreateRegression(24, 3).Dense(20).Dense(16).Dense(12).Build(),
        ["shared"] = NetworkSpec.CreateRegression(24, 24).Dense(20).Dense(16)
            .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.Shared }).Build(),
    };

    public static LearningSetup Setup(NetworkSpec spec, ComputeContext context, out Network network)
    {
        network = Network.Create(spec, 3);
        if (spec.IsRegression && spec.Contexts > 0)
        {
            network.Output!.Set(QuantileBins.Fit(Given.Uniform(200), spec.Bins));
        }

        return new LearningSetup(context, network, new AdamWSpec { LearningRate = 0.01f }, 1f, Rows);
    }

    /// <summary>All that steps taken in turn leave: tensors, moments, losses.</summary>
    public static double[] InTurn(NetworkSpec spec)
    {
        using var context = new ComputeContext(1);
        var rule = new SignalPropagation(Setup(spec, context, out Network network));
        var left = new List<double>();
        var losses = new LossValue[rule.LossNames.Count];
        Batch batch = BatchOf(spec);
        for (int step = 0; step < Steps; step++)
        {
            Fill(batch, step);
            rule.SetLearningRate(RateOf(step));
            rule.Step(batch, KeyOf(step), losses);
            Add(left, losses);
        }

        Add(left, network, rule);
        return [.. left];
    }

    /// <summary>The same through a pipeline of groups that are cut as if all learners cost the same.</summary>
    public static double[] Overlapping(NetworkSpec spec, int groups, int threads)
    {
        using var context = new ComputeContext(1);
        var rule = new SignalPropagation(Setup(spec, context, out Network network));
        double[] costs = [.. Enumerable.Repeat(1.0, rule.Learners)];
        int[] starts = PipelineBalance.Cut(costs, groups);
        ComputeContext[] contexts = [.. PipelineBalance.Share(costs, starts, Math.Max(threads, groups)).Select(t => new ComputeContext(t))];
        rule.Regroup(starts);
        var left = new List<double>();
        var losses = new LossValue[rule.LossNames.Count];
        Batch batch = BatchOf(spec);
        using (var pipeline = new Pipeline(rule, contexts, batch))
        {
            for (int step = 0; step < Steps; step++)
            {
                Fill(batch, step);
                pipeline.Begin(batch, KeyOf(step), RateOf(step));
                while (pipeline.TryFinish(pipeline.IsFull, losses, out int rows))
                {
                    Assert.InRange(rows, 1, Rows);
                    Add(left, losses);
                }
            }

            while (pipeline.TryFinish(true, losses, out _))
            {
                Add(left, losses);
            }
        }

        Array.ForEach(contexts, c => c.Dispose());
        Add(left, network, rule);
        return [.. left];
    }

    /// <summary>Tensors and moments, one after the other.</summary>
    public static void Add(List<double> left, Network network, LearningRule rule)
    {
        left.AddRange(Given.Tensors(network).Select(v => (double)v));
        foreach (LayerOptimizer optimizer in rule.Optimizers)
        {
            left.Add(optimizer.State.Steps);
            left.AddRange(optimizer.State.Moments().SelectMany(m => m.Values).Select(v => (double)v));
        }
    }

    public static RandomKey KeyOf(int step) => RandomKey.FromSeed(7).Split(step);

    public static float RateOf(int step) => 0.01f / (1 + step);

    public static Batch BatchOf(NetworkSpec spec) => new(Rows, spec.Inputs, spec.Outputs) { HasLabels = spec.Contexts > 0, IsWeighted = true };

    /// <summary>The rows of a step; now and then there are fewer.</summary>
    public static void Fill(Batch batch, int step)
    {
        batch.Count = step % 4 == 3 ? Rows / 2 : Rows;
        Given.Uniform(batch.Features.Length, step + 1).CopyTo(batch.Features, 0);
        Given.Uniform(batch.Values.Length, step + 50).CopyTo(batch.Values, 0);
        for (int i = 0; i < Rows; i++)
        {
            batch.Labels[i] = (i + step) % 3;
            batch.Weights[i] = 0.5f + (i % 5);
        }
    }

    private static void Add(List<double> left, LossValue[] losses)
    {
        foreach (LossValue loss in losses)
        {
            Assert.True(double.IsFinite(loss.Mean));
            left.AddRange([loss.Mean, loss.Score]);
        }
    }

    private static NetworkSpecBuilder Flat() => NetworkSpec.Create(24, 3);

    private static NetworkSpecBuilder Image() => NetworkSpec.Create(new ImageShape(2, 8, 8), 3);
}
