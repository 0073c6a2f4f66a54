using SigProp.Data;
using SigProp.Training;

namespace SigProp.Tests.Networks;

public sealed class PredictionTests
{
    private const int Rows = 300;

    private static readonly Dataset s_data = Given.Clouds(Rows, width: 5);

    public static MatrixTheoryData<Activation, bool, int> Layers() => new(Enum.GetValues<Activation>(), [false, true], [1, 3, 37]);

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_row_has_the_same_bits_alone_and_among_others(Activation activation, bool normalized, int units)
    {
        NetworkSpec spec = NetworkSpec.Create(5, 3)
            .Dense(units, activation, batchNormalization: normalized)
            .Dense(units, activation, batchNormalization: normalized, loss: LocalLossKind.SquaredDistance)
            .Build();
        Network network = Trained(spec);
        foreach (int? exit in new int?[] { null, 1, 2 })
        {
            float[] all = Predict(network, s_data.Features, exit);
            foreach (int block in new[] { 1, 2, 7, 64 })
            {
                float[] parts = [.. s_data.Features.Chunk(block * 5).SelectMany(rows => Predict(network, rows, exit))];
                Assert.Equal(all, parts);
            }
        }
    }

    [Fact]
    public void Eight_threads_at_once_get_the_bits_of_one()
    {
        Network network = Trained(NetworkSpec.Create(5, 3).Dense(33).Dense(21, Activation.Tanh, batchNormalization: true).Build());
        float[] head = Predict(network, s_data.Features, null), exit = Predict(network, s_data.Features, 1);
        using var start = new Barrier(8);
        var wrong = new int[8];
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(t => new Thread(() =>
        {
            start.SignalAndWait();
            for (int i = 0; i < 20; i++)
            {
                bool atExit = (t + i) % 2 == 0;
                wrong[t] += Predict(network, s_data.Features, atExit ? 1 : null).AsSpan().SequenceEqual(atExit ? exit : head) ? 0 : 1;
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Equal(new int[8], wrong);
    }

    [Fact]
    public void Probabilities_are_probabilities_and_the_class_is_the_most_probable()
    {
        Network network = Trained(NetworkSpec.Create(5, 3).Dense(16).Dense(8).Build());
        float[] probabilities = Predict(network, s_data.Features, null);
        for (int i = 0; i < Rows; i++)
        {
            float[] row = probabilities[(3 * i)..(3 * (i + 1))];
            Assert.Equal(1f, row.Sum(), 1e-5f);
            Assert.All(row, p => Assert.InRange(p, 0f, 1f));
            Assert.Equal(Array.IndexOf(row, row.Max()), network.PredictClass(s_data.Row(i)));
        }
    }

    [Fact]
    public void An_exit_is_the_softmax_of_the_products_with_the_targets()
    {
        Network network = Trained(NetworkSpec.Create(5, 3).Dense(4, Activation.Identity).Dense(8).Build());
        float[] w = network.GetTensor("layer1.weight").ToArray(), b = network.GetTensor("layer1.bias").ToArray();
        float[] s = network.GetTensor("targets.weight").ToArray(), d = network.GetTensor("targets.bias").ToArray();
        float[] x = s_data.Row(7).ToArray();
        double[] scores =
        [
            .. Enumerable.Range(0, 3).Select(k => Enumerable.Range(0, 4).Sum(u =>
                ((double)b[u] + Enumerable.Range(0, 5).Sum(j => (double)w[(u * 5) + j] * x[j])) * (s[(u * 3) + k] + d[u]))),
        ];
        float[] actual = Predict(network, x, 1);
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(Math.Exp(scores[k]) / scores.Sum(Math.Exp), actual[k], 1e-5);
        }
    }

    [Fact]
    public void No_rows_give_no_probabilities() => Network.Create(NetworkSpec.Create(5, 3).Dense(4).Build()).Predict([], []);

    [Fact]
    public void Lengths_that_do_not_fit_are_named()
    {
        Network network = Network.Create(NetworkSpec.Create(5, 3).Dense(4).Build());
        var exception = Assert.Throws<ArgumentException>("features", () => network.Predict(new float[11], new float[6]));
        Assert.Contains("rows of 5 features; 11 values", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<ArgumentException>("probabilities", () => network.Predict(new float[10], new float[7]));
        Assert.Contains("2 rows need room for 6 probabilities; there is room for 7", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<ArgumentException>("features", () => network.PredictClass(new float[10]));
        Assert.Contains("takes 5 features; 10 were given", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_value_that_is_not_finite_is_named_by_row_and_column(float value)
    {
        Network network = Network.Create(NetworkSpec.Create(5, 3).Dense(4).Build());
        float[] features = new float[2000 * 5];
        features[(1234 * 5) + 3] = value;
        var exception = Assert.Throws<ArgumentException>(() => network.Predict(features, new float[6000]));
        Assert.Contains("row 1234, column 3", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Exits_that_are_not_there_are_refused()
    {
        Network network = Trained(NetworkSpec.Create(5, 3).Dense(4).Dense(4).Build());
        Assert.Throws<ArgumentOutOfRangeException>("exit", () => network.PredictAtExit(new float[5], new float[3], 0));
        Assert.Throws<ArgumentOutOfRangeException>("exit", () => network.PredictAtExit(new float[5], new float[3], 3));
    }

    [Theory]
    [InlineData(LearningRuleKind.Backpropagation)]
    [InlineData(LearningRuleKind.Shallow)]
    public void A_network_whose_targets_did_not_learn_has_no_exits(LearningRuleKind rule)
    {
        // First by signal propagation: what it had before must be forgotten.
        Network network = Trained(NetworkSpec.Create(5, 3).Dense(4).Dense(4).Build());
        Assert.True(network.HasExits);
        new Trainer(new TrainingOptions { Rule = rule, Epochs = 1, Threads = 1 }).Train(network, s_data);
        Assert.False(network.HasExits);
        var exception = Assert.Throws<InvalidOperationException>(() => network.PredictAtExit(new float[5], new float[3], 1));
        Assert.Contains("no exits", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_nearest_target_head_cannot_answer_before_it_has_been_trained()
    {
        Network network = Network.Create(NetworkSpec.Create(5, 3).Dense(4).Head(HeadKind.NearestTarget).Build());
        Assert.Throws<InvalidOperationException>(() => network.Predict(new float[5], new float[3]));
    }

    private static Network Trained(NetworkSpec spec)
        => new Trainer(new TrainingOptions { Epochs = 1, Threads = 1 }).Train(spec, s_data).Network;

    private static float[] Predict(Network network, float[] features, int? exit)
    {
        float[] probabilities = new float[features.Length / 5 * 3];
        if (exit is int layer)
        {
            network.PredictAtExit(features, probabilities, layer);
        }
        else
        {
            network.Predict(features, probabilities);
        }

        return probabilities;
    }
}
