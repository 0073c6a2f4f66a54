using SigProp.Data;
using SigProp.Heads;
using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Targets;
using SigProp.Training;

namespace SigProp.Tests;

/// <summary>Small data, networks and rules, each a function of its seed.</summary>
internal static class Given
{
    /// <summary>A layer of a test's own making.</summary>
    public delegate DenseLayer LayerMaker(string name, int inputs, DenseSpec spec);

    /// <summary>Rules whose losses are of classes.</summary>
    public static IReadOnlyList<LearningRuleKind> RulesOfClasses { get; }
        = [LearningRuleKind.LocalLearning, LearningRuleKind.LocalLearningFeedbackAlignment];

    /// <summary>Rules with networks of their own, which training further begins afresh.</summary>
    public static IReadOnlyList<LearningRuleKind> RulesThatBeginAfresh { get; } =
    [
        LearningRuleKind.LocalLearning, LearningRuleKind.LocalLearningFeedbackAlignment, LearningRuleKind.DifferenceTargetPropagation,
        LearningRuleKind.SyntheticGradients,
    ];

    /// <summary>Rules that do not train a network.</summary>
    public static IEnumerable<LearningRuleKind> RulesAgainst(NetworkSpec spec) => (spec.IsRegression ? RulesOfClasses : [])
        .Concat(spec.Layers.Any(l => l is ConvolutionSpec) ? [LearningRuleKind.DifferenceTargetPropagation] : Array.Empty<LearningRuleKind>());

    /// <summary>Round clouds, one a class, their centres on a circle in the first two features.</summary>
    public static Dataset Clouds(int rows, int classes = 3, int width = 4, double spread = 0.35, int seed = 1)
    {
        var random = new Random(seed);
        float[] features = new float[rows * width];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            labels[i] = i % classes;
            double angle = 2 * Math.PI * labels[i] / classes;
            for (int j = 0; j < width; j++)
            {
                double centre = j == 0 ? Math.Cos(angle) : j == 1 ? Math.Sin(angle) : 0;
                features[(i * width) + j] = (float)(centre + (spread * Normal(random)));
            }
        }

        return new Dataset(features, width, labels, classes);
    }

    /// <summary>Two half circles, each reaching into the other.</summary>
    public static Dataset Moons(int rows, int seed = 1)
    {
        var random = new Random(seed);
        float[] features = new float[rows * 2];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            labels[i] = i % 2;
            double angle = Math.PI * random.NextDouble(), side = labels[i] == 0 ? 1 : -1;
            features[2 * i] = (float)((side * (Math.Cos(angle) - 0.5)) + (0.08 * Normal(random)));
            features[(2 * i) + 1] = (float)((side * (Math.Sin(angle) - 0.25)) + (0.08 * Normal(random)));
        }

        return new Dataset(features, 2, labels, 2);
    }

    /// <summary>The four corners of a square, opposite ones of one class.</summary>
    public static Dataset Xor(int copies = 16)
        => new([.. Enumerable.Repeat<float[]>([-1, -1, -1, 1, 1, -1, 1, 1], copies).SelectMany(c => c)], 2,
            [.. Enumerable.Repeat<int[]>([0, 1, 1, 0], copies).SelectMany(c => c)], 2);

    public static float[] Uniform(int length, int seed = 1, float size = 1f)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => size * ((2 * random.NextSingle()) - 1))];
    }

    public static Batch Batch(int rows, int width, int classes, int seed = 1)
    {
        var batch = new Batch(rows, width) { Count = rows };
        Uniform(rows * width, seed).CopyTo(batch.Features, 0);
        for (int i = 0; i < rows; i++)
        {
            batch.Labels[i] = (i + seed) % classes;
        }

        return batch;
    }

    /// <summary>A network with parameters drawn from seed 0, whose layers <paramref name="make"/> makes.</summary>
    public static Network Network(NetworkSpec spec, LayerMaker make)
    {
        var layers = new List<Layer>();
        foreach (DenseSpec layer in spec.Layers.Cast<DenseSpec>())
        {
            layers.Add(make($"layer{layers.Count + 1}", layers.Count == 0 ? spec.Inputs : layers[^1].OutputWidth, layer));
        }

        var first = (DenseSpec)spec.Layers[0];
        var generator = new TargetOnly(spec.Classes, first.Units, new ActivationFunction(first.Activation, first.NegativeSlope), spec.Targets.Learned);
        var network = new Network(spec, layers, generator, new ClassifierHead(layers[^1].OutputWidth, spec.Classes));
        Copy(SigProp.Network.Create(spec), network);
        return network;
    }

    public static void Copy(Network from, Network to)
    {
        foreach (TensorInfo tensor in from.Tensors)
        {
            to.SetTensor(tensor.Name, from.GetTensor(tensor.Name));
        }
    }

    public static LearningRule Rule(
        LearningRuleKind kind, Network network, ComputeContext context, int batchSize, OptimizerSpec? optimizer = null, float clipNorm = 0f,
        long seed = 0)
    {
        optimizer ??= new AdamSpec { LearningRate = 0.01f };
        LearningRule rule = Trainer.CreateRule(kind, new LearningSetup(context, network, optimizer, clipNorm, batchSize)
        {
            Key = RandomKey.FromSeed(seed),
        });
        rule.SetLearningRate(optimizer.LearningRate);
        return rule;
    }

    /// <summary>Steps on batches of seeds 1, 2, ...; returns the losses of the last.</summary>
    public static LossValue[] Steps(LearningRule rule, Network network, int steps, int rows)
    {
        var losses = new LossValue[rule.LossNames.Count];
        for (int step = 0; step < steps; step++)
        {
            rule.Step(Batch(rows, network.InputWidth, network.ClassCount, step + 1), RandomKey.FromSeed(7).Split(step), losses);
        }

        return losses;
    }

    /// <summary>Every tensor's bits, one after the other.</summary>
    public static float[] Tensors(Network network) => [.. network.Tensors.SelectMany(t => network.GetTensor(t.Name).ToArray())];

    private static double Normal(Random random)
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
