using System.Numerics.Tensors;
using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Networks;

/// <summary>How answers follow from each other: early exit, vote, nearest target, tree.</summary>
public sealed class AnswerTests
{
    private const int Classes = 5, Rows = 600;

    private static readonly ImageShape s_image = new(2, 5, 5);
    private static readonly Dataset s_rows = Given.Clouds(Rows, Classes, width: 50, spread: 0.6);

    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["dense"] = NetworkSpec.Create(50, Classes).Dense(20).Dense(16, Activation.Tanh, batchNormalization: true).Dense(12).Build(),
        ["convolutions"] = NetworkSpec.Create(s_image, Classes).AveragePooling(2, 1).Convolution(6).MaxPooling(2, 1)
            .Convolution(7, batchNormalization: true).MaxPooling().Dense(9).Build(),
        ["sparse"] = NetworkSpec.Create(s_image, Classes).Convolution(6, 2).MaxPooling().Convolution(7, 3)
            .Targets(new TargetGeneratorSpec { Sparse = true }).Build(),
        ["sparse units"] = NetworkSpec.Create(50, Classes).Dense(20).Targets(new TargetGeneratorSpec { Sparse = true, SparseUnits = 7 }).Build(),
    };

    public static MatrixTheoryData<string, HeadKind, LocalLossKind> Networks() => new(
        s_networks.Keys, [HeadKind.Classifier, HeadKind.NearestTarget, HeadKind.Vote], [LocalLossKind.Dot, LocalLossKind.SquaredDistance]);

    [Theory]
    [MemberData(nameof(Networks))]
    public void An_early_answer_is_that_of_the_layer_it_names(string name, HeadKind head, LocalLossKind loss)
    {
        Network network = Trained(name, head, loss);
        int layers = network.LayerCount;
        float[][] answers = [.. Enumerable.Range(1, layers).Select(exit => Predict(network, exit)), Predict(network, null)];
        float[] probabilities = new float[Rows * Classes];
        int[] depths = new int[Rows];
        var means = new List<double>();
        foreach (double margin in new[] { 0, 0.3, 0.7, 1 })
        {
            double mean = network.PredictEarly(s_rows.Features, margin, probabilities, depths);
            Assert.Equal(depths.Average(d => Math.Min(d, layers)), mean, 1e-9);
            means.Add(mean);
            for (int i = 0; i < Rows; i++)
            {
                Assert.Equal(Row(answers[depths[i] - 1], i), Row(probabilities, i));
                bool isHead = head == HeadKind.NearestTarget;
                for (int exit = 1; exit <= (isHead ? layers - 1 : layers) && exit <= depths[i]; exit++)
                {
                    Assert.Equal(exit == depths[i], margin < 1 && Margin(Row(answers[exit - 1], i)) >= margin);
                }
            }
        }

        // At once at a margin of 0, the later the surer.
        Assert.Equal(1, means[0]);
        Assert.Equal(means.Order(), means);
    }

    [Fact]
    public void At_a_margin_of_0_the_first_layer_answers_and_at_1_the_head()
    {
        Network network = Trained("dense", HeadKind.Classifier, LocalLossKind.Dot);

        // So sure that probabilities are 1 and 0.
        network.SetTensor("targets.weight", [.. network.GetTensor("targets.weight").ToArray().Select(v => 1000 * v)]);
        Assert.Contains(1f, Predict(network, 1));
        float[] probabilities = new float[Rows * Classes];
        int[] depths = new int[Rows];
        Assert.Equal(1, network.PredictEarly(s_rows.Features, 0, probabilities, depths));
        Assert.Equal(Predict(network, 1), probabilities);
        Assert.All(depths, d => Assert.Equal(1, d));
        Assert.Equal(3, network.PredictEarly(s_rows.Features, 1, probabilities, depths));
        Assert.Equal(Predict(network, null), probabilities);
        Assert.All(depths, d => Assert.Equal(4, d));
        Assert.Throws<ArgumentOutOfRangeException>("margin", () => network.PredictEarly(s_rows.Features, 1.1, probabilities, depths));
        Assert.Throws<ArgumentException>(() => network.PredictEarly(s_rows.Features, 1, probabilities, depths.AsSpan(1)));
        Assert.Equal(0, network.PredictEarly([], 0.5, [], []));
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("convolutions")]
    [InlineData("sparse")]
    public void A_vote_is_the_mean_of_the_probabilities_of_exits_and_classifier(string name)
    {
        // The classifier learns the same without the vote; uncalibrated, since a vote's members are voters as they are.
        Network vote = Trained(name, HeadKind.Vote, LocalLossKind.Dot, calibrate: false), alone = Trained(name, HeadKind.Classifier, LocalLossKind.Dot, calibrate: false);
        float[][] voters = [.. Enumerable.Range(1, vote.LayerCount).Select(exit => Predict(vote, exit)), Predict(alone, null)];
        float[] mean = [.. Enumerable.Range(0, Rows * Classes).Select(i => voters.Average(v => v[i]))];
        Assert.All(mean.Zip(Predict(vote, null)), pair => Assert.Equal(pair.First, pair.Second, 2e-6f));
    }

    [Theory]
    [InlineData("dense", LocalLossKind.Dot)]
    [InlineData("dense", LocalLossKind.SquaredDistance)]
    [InlineData("dense", LocalLossKind.PairsMaxAll)]
    [InlineData("convolutions", LocalLossKind.Dot)]
    [InlineData("sparse", LocalLossKind.Dot)]
    [InlineData("sparse", LocalLossKind.SquaredDistance)]
    [InlineData("sparse units", LocalLossKind.Dot)]
    [InlineData("sparse units", LocalLossKind.SquaredDistance)]
    public void A_tree_finds_the_class_that_all_comparisons_find(string name, LocalLossKind loss)
    {
        // Many classes, so that there is something to pass over.
        NetworkSpec spec = s_networks[name] with { Classes = 60, Loss = loss, Head = HeadKind.NearestTarget };
        Dataset data = Given.Clouds(Rows, 60, width: 50, spread: 0.2);
        Network exhaustive = Train(spec, data), tree = Train(spec with { TreeBudget = 0 }, data), approximate = Train(spec with { TreeBudget = 12 }, data);
        int[] expected = new int[Rows], exact = new int[Rows], about = new int[Rows];
        Assert.Equal(60, exhaustive.PredictClasses(data.Features, expected));
        Assert.True(tree.PredictClasses(data.Features, exact) > 0);

        // A node's two parts are compared together, so that the last comparison may be one too many.
        Assert.InRange(approximate.PredictClasses(data.Features, about), 1, 13);
        Assert.Equal(expected, exact);
        Assert.Equal(expected[3], tree.PredictClass(data.Row(3)));
    }

    [Fact]
    public void A_nearest_target_by_distance_is_the_softmax_of_minus_the_squared_distances()
    {
        NetworkSpec spec = NetworkSpec.Create(50, Classes).Dense(8, Activation.Identity).Loss(LocalLossKind.SquaredDistance).Head(HeadKind.NearestTarget).Build();
        Network network = Train(spec, s_rows, calibrate: false);
        float[] w = network.GetTensor("layer1.weight").ToArray(), b = network.GetTensor("layer1.bias").ToArray();
        float[] s = network.GetTensor("targets.weight").ToArray(), d = network.GetTensor("targets.bias").ToArray();
        float[] answers = Predict(network, null);
        for (int i = 0; i < 10; i++)
        {
            double[] h = [.. Enumerable.Range(0, 8).Select(u => b[u] + s_rows.Row(i).ToArray().Select((x, j) => (double)x * w[(u * 50) + j]).Sum())];
            double[] z = [.. Enumerable.Range(0, Classes).Select(k => -h.Select((v, u) => Math.Pow(v - s[(u * Classes) + k] - d[u], 2)).Sum())];
            Assert.All(z.Zip(Row(answers, i)), pair => Assert.Equal(Math.Exp(pair.First) / z.Sum(Math.Exp), pair.Second, 1e-4));
        }
    }

    private static Network Trained(string name, HeadKind head, LocalLossKind loss, bool calibrate = true)
        => Train(s_networks[name] with { Head = head, Loss = loss }, s_rows, calibrate);

    private static Network Train(NetworkSpec spec, Dataset data, bool calibrate = true) => new Trainer(new TrainingOptions
    {
        Epochs = 2,
        BatchSize = 30,
        Threads = 1,
        Calibrate = calibrate,
        Patience = null,
        Optimizer = new AdamSpec { LearningRate = 0.01f },
    }).Train(spec, data).Network;

    private static float[] Predict(Network network, int? exit)
    {
        float[] probabilities = new float[Rows * Classes];
        if (exit is int layer)
        {
            network.PredictAtExit(s_rows.Features, probabilities, layer);
        }
        else
        {
            network.Predict(s_rows.Features, probabilities);
        }

        return probabilities;
    }

    private static float[] Row(float[] values, int row) => values[(row * Classes)..((row + 1) * Classes)];

    private static float Margin(float[] p)
    {
        float first = TensorPrimitives.Max<float>(p);
        int at = Array.IndexOf(p, first);
        return first - p.Where((_, k) => k != at).Max();
    }
}
