using SigProp.Continuous;
using SigProp.Data;
using SigProp.Spiking;
using SigProp.Tests.Continuous;
using SigProp.Tests.Spiking;
using SigProp.Training;

namespace SigProp.Tests.Networks;

/// <summary>What a layer gives for a row, alone and among others.</summary>
public sealed class EmbeddingTests
{
    private const int Rows = 700;

    private static readonly Dataset s_rows = SpikingNetworks.Rows(Rows);

    private static readonly Dictionary<string, NetworkSpec> s_kinds = new()
    {
        ["dense"] = NetworkSpec.Create(SpikingNetworks.Width, 3).Dense(40, batchNormalization: true, dropout: 0.2f).Dense(300, Activation.Tanh).Build(),
        ["images"] = NetworkSpec.Create(new ImageShape(1, 6, 6), 3)
            .Convolution(6, batchNormalization: true).MaxPooling().Convolution(5).AveragePooling().Dense(20).Build(),
        ["vote"] = NetworkSpec.Create(SpikingNetworks.Width, 3).Dense(40).Dense(30).Head(HeadKind.Vote).Build(),
        ["spikes"] = SpikingNetworks.Dense(new()).Build(),
        ["rates"] = SpikingNetworks.Dense(new() { Input = SpikingInput.PoissonRate }).Build(),
        ["latencies"] = SpikingNetworks.Dense(new() { Input = SpikingInput.Latency, Steps = 6 }).Build(),
        ["spikes of images"] = SpikingNetworks.Images(new()).Build(),
        ["states"] = ContinuousNetworks.Two(),
        ["symmetric states"] = ContinuousNetworks.Two(new() { Feedback = ContinuousFeedback.Symmetric }),
    };

    public static TheoryData<string> Kinds => [.. s_kinds.Keys];

    [Fact]
    public void Activations_are_those_computed_by_hand()
    {
        Network network = Network.Create(NetworkSpec.Create(2, 2).Dense(3, Activation.ReLU).Dense(2, Activation.Identity).Build());
        network.SetTensor("layer1.weight", [1, 2, -1, 1, 0.5f, -2]);
        network.SetTensor("layer1.bias", [0.5f, -1, 0]);
        network.SetTensor("layer2.weight", [1, -1, 2, 0, 3, 1]);
        network.SetTensor("layer2.bias", [10, -10]);

        // W x + b = (1 3 + 2 1 + 0.5, -1 3 + 1 1 - 1, 0.5 3 - 2 1) = (5.5, -3, -0.5)
        Assert.Equal([5.5f, 0, 0, 0.5f, 0, 0], Embed(network, [3, 1, 0, 0], 1));
        Assert.Equal([15.5f, -10, 10.5f, -10], Embed(network, [3, 1, 0, 0], 2));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_row_has_the_same_bits_alone_and_among_others_on_any_number_of_threads(string kind)
    {
        Network network = Trained(kind);
        for (int layer = 1; layer <= network.LayerCount; layer++)
        {
            int width = network.EmbeddingWidth(layer);
            network.PredictionThreads = 1;
            float[] one = Embed(network, s_rows.Features, layer);
            network.PredictionThreads = 3;
            Assert.Equal(one, Embed(network, s_rows.Features, layer));
            for (int i = 0; i < 40; i++)
            {
                Assert.Equal(one[(i * width)..((i + 1) * width)], Embed(network, s_rows.Row(i), layer));
            }
        }
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("images")]
    [InlineData("spikes")]
    [InlineData("rates")]
    [InlineData("latencies")]
    [InlineData("spikes of images")]
    public void The_head_answers_by_the_last_layer(string kind)
    {
        Network network = Trained(kind);
        int width = network.EmbeddingWidth(network.LayerCount);
        float[] h = Embed(network, s_rows.Features, network.LayerCount), p = new float[Rows * 3];
        network.Predict(s_rows.Features, p);
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(SoftMax(Linear(network, "head", h.AsSpan(i * width, width), 1 / network.Calibration.TemperatureOf(network.LayerCount))), p[(3 * i)..(3 * (i + 1))], Close);
        }
    }

    [Theory]
    [InlineData("dense")]
    [InlineData("vote")]
    public void An_exit_compares_what_its_layer_gives_with_the_targets(string kind)
    {
        Network network = Trained(kind);
        float[] h = Embed(network, s_rows.Features, 1), p = new float[Rows * 3];
        network.PredictAtExit(s_rows.Features, p, 1);
        int width = network.EmbeddingWidth(1);
        int[] largest = [.. Enumerable.Range(0, Rows).Select(i => Enumerable.Range(0, 3).MaxBy(
            k => h.AsSpan(i * width, width).ToArray().Zip(network.ClassTargets[0].Row(k).ToArray(), (a, b) => (double)a * b).Sum()))];
        Assert.Equal(largest, p.Chunk(3).Select(row => Array.IndexOf(row, row.Max())));
    }

    [Fact]
    public void Neurons_tell_how_often_they_fire()
    {
        var spec = new SpikingSpec { Steps = 5, Threshold = 1f };
        Network network = Network.Create(NetworkSpec.Create(1, 2).Spiking(spec).Dense(4).Build());
        float gain = Neuron.Of(spec).Gain;
        network.SetTensor("layer1.weight", [0, 1 / gain, 0.4f / gain, -1]);
        network.SetTensor("layer1.bias", [0, 0, 0, 0]);

        // Charged by 1, by 0.4 and by -1 a step: spikes at every step, at the third, never.
        Assert.Equal([0, 1, 0.2f, 0], Embed(network, [1], 1));
    }

    [Theory]
    [InlineData("spikes of images", 2, 5, 3, 3)]
    [InlineData("images", 1, 6, 6, 6)]
    [InlineData("images", 2, 5, 3, 3)]
    [InlineData("images", 3, 20, 1, 1)]
    [InlineData("states", 2, 30, 1, 1)]
    public void Shapes_say_how_activations_lie(string kind, int layer, int channels, int height, int width)
    {
        Network network = Network.Create(s_kinds[kind]);
        Assert.Equal(new ImageShape(channels, height, width), network.EmbeddingShape(layer));
        Assert.Equal(channels * height * width, network.EmbeddingWidth(layer));
    }

    [Fact]
    public void Maps_lie_channel_by_channel_and_row_by_row()
    {
        Network network = Network.Create(
            NetworkSpec.Create(new ImageShape(1, 2, 3), 2).Convolution(2, kernel: 1, activation: Activation.Identity).MaxPooling().Build());
        network.SetTensor("layer1.weight", [1, -10]);
        network.SetTensor("layer1.bias", [0, 0]);
        Assert.Equal([1, 2, 3, 4, 5, 6, -10, -20, -30, -40, -50, -60], Embed(network, [1, 2, 3, 4, 5, 6], 1));
    }

    [Theory]
    [InlineData("states")]
    [InlineData("symmetric states")]
    public void Settled_states_give_the_output(string kind)
    {
        Network network = Network.Create(s_kinds[kind] with { Continuous = s_kinds[kind].Continuous! with { FreeSteps = 400, Tolerance = 0 } });
        float[] h = Embed(network, s_rows.Features, 2), p = new float[Rows * 3];
        network.Predict(s_rows.Features, p);
        Assert.All(h, s => Assert.InRange(s, 0, 1));
        for (int i = 0; i < 20; i++)
        {
            double[] o = [.. Linear(network, "head", h.AsSpan(i * 30, 30), 1).Select(v => Math.Clamp(v, 0.01, 1))];
            Assert.Equal(o.Select(v => (float)(v / o.Sum())), p[(3 * i)..(3 * (i + 1))], Close);
        }
    }

    [Fact]
    public void A_network_that_has_changed_gives_other_activations()
    {
        Network network = Network.Create(NetworkSpec.Create(1, 2).Dense(1, Activation.Identity).Build());
        network.SetTensor("layer1.bias", [1]);
        Assert.Equal([1f], Embed(network, [0], 1));
        network.SetTensor("layer1.bias", [2]);
        Assert.Equal([2f], Embed(network, [0], 1));
    }

    [Fact]
    public void What_is_impossible_is_refused()
    {
        Network network = Network.Create(NetworkSpec.Create(5, 3).Dense(4).Dense(7).Build());
        network.Embed([], [], 1);
        foreach (int layer in new[] { 0, -1, 3 })
        {
            string message = Assert.Throws<ArgumentOutOfRangeException>("layer", () => network.Embed(new float[5], new float[4], layer)).Message;
            Assert.Contains("hidden layers are counted from 1 to 2", message, StringComparison.Ordinal);
            Assert.Throws<ArgumentOutOfRangeException>("layer", () => network.EmbeddingWidth(layer));
            Assert.Throws<ArgumentOutOfRangeException>("layer", () => network.EmbeddingShape(layer));
        }

        Assert.Contains("2 rows need room for 14 activations of layer 2; there is room for 8", Assert.Throws<ArgumentException>(
            "embeddings", () => network.Embed(new float[10], new float[8], 2)).Message, StringComparison.Ordinal);
        Assert.Contains("rows of 5 features; 11 values", Assert.Throws<ArgumentException>(
            "features", () => network.Embed(new float[11], new float[8], 1)).Message, StringComparison.Ordinal);

        float[] features = new float[2000 * 5], left = Given.Uniform(8000);
        features[(1234 * 5) + 3] = float.NaN;
        Assert.Contains("row 1234, column 3", Assert.Throws<ArgumentException>(() => network.Embed(features, left, 1)).Message, StringComparison.Ordinal);
        Assert.All(left, value => Assert.Equal(0, value));
        features[(1234 * 5) + 3] = float.MaxValue;
        network.SetTensor("layer1.weight", [.. Enumerable.Repeat(10f, 20)]);
        Assert.Contains("activations of row 1234", Assert.Throws<InvalidOperationException>(
            () => network.Embed(features, left, 1)).Message, StringComparison.Ordinal);
        Assert.Contains("no hidden layer", Assert.Throws<ArgumentOutOfRangeException>(
            "layer", () => NetworkFactory.CreateLinear(5, 3).EmbeddingWidth(1)).Message, StringComparison.Ordinal);
    }

    private static Network Trained(string kind) => new Trainer(
        new TrainingOptions { Epochs = 1, Threads = 1, ValidationFraction = 0, Seed = 2 }).Train(s_kinds[kind], SpikingNetworks.Rows(120, seed: 3)).Network;

    private static float[] Embed(Network network, ReadOnlySpan<float> features, int layer)
    {
        float[] embeddings = new float[features.Length / network.InputWidth * network.EmbeddingWidth(layer)];
        network.Embed(features, embeddings, layer);
        return embeddings;
    }

    private static double[] Linear(Network network, string name, ReadOnlySpan<float> h, double factor)
    {
        float[] w = network.GetTensor($"{name}.weight").ToArray(), x = h.ToArray(), b = network.GetTensor($"{name}.bias").ToArray();
        return [.. w.Chunk(x.Length).Zip(b, (row, own) => factor * (own + row.Zip(x, (a, v) => (double)a * v).Sum()))];
    }

    private static IEnumerable<float> SoftMax(double[] z) => z.Select(v => (float)(Math.Exp(v) / z.Sum(Math.Exp)));

    private static bool Close(float a, float b) => MathF.Abs(a - b) < 2e-4f;
}
