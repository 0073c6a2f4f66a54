using SigProp.Numerics;

namespace SigProp.Tests.Networks;

/// <summary>An answer of a convolutional network depends neither on the rows beside it nor on the number of threads.</summary>
public sealed class MapPredictionTests
{
    private const int Rows = 70, Classes = 3;

    public static MatrixTheoryData<Activation, bool, bool, int> Networks() => new(Enum.GetValues<Activation>(), [false, true], [false, true], [5, 12]);

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_row_has_the_same_bits_alone_and_among_others(Activation activation, bool normalized, bool isSparse, int size)
    {
        Network network = Learned(activation, normalized, isSparse, size);
        float[] features = Given.Uniform(Rows * network.InputWidth, 9);
        foreach (int? exit in new int?[] { null, 1, 2, 3 })
        {
            float[] all = Predict(network, features, exit);
            foreach (int block in new[] { 1, 2, 7, 33 })
            {
                float[] parts = [.. features.Chunk(block * network.InputWidth).SelectMany(rows => Predict(network, rows, exit))];
                Assert.Equal(all, parts);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void And_on_any_number_of_threads(bool isSparse)
    {
        Network network = Learned(Activation.Tanh, true, isSparse, 21);
        float[] features = Given.Uniform(Rows * network.InputWidth, 9);
        using ComputeContext one = new(1), three = new(3);
        float[][] answers = [.. new[] { one, three }.Select(c => new Inference(network, c).Scores(features, Rows, null).ToArray())];
        Assert.Equal(answers[0], answers[1]);
        answers = [.. new[] { one, three }.Select(c => new Inference(network, c).Scores(features, Rows, 2).ToArray())];
        Assert.Equal(answers[0], answers[1]);
    }

    [Fact]
    public void Many_threads_at_once_get_the_bits_of_one()
    {
        Network network = Learned(Activation.LeakyReLU, true, true, 8);
        float[] features = Given.Uniform(Rows * network.InputWidth, 9), expected = Predict(network, features, null);
        int wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int i = 0; i < 10; i++)
            {
                Interlocked.Add(ref wrong, Predict(network, features, null).AsSpan().SequenceEqual(expected) ? 0 : 1);
            }
        }))];
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());
        Assert.Equal(0, wrong);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Memory_for_signals_does_not_grow_with_depth(bool normalized, bool isSparse)
    {
        long Bytes(int layers, LearningRuleKind rule)
        {
            NetworkSpecBuilder builder = NetworkSpec.Create(new ImageShape(2, 9, 9), Classes).Targets(new TargetGeneratorSpec { Sparse = isSparse });
            for (int i = 0; i < layers; i++)
            {
                builder.Convolution(6, batchNormalization: normalized).MaxPooling(isSparse ? 1 : 3, 1)
                    .Convolution(6, padding: isSparse ? 1 : 2, batchNormalization: normalized);
            }

            using var context = new ComputeContext(1);
            return Given.Rule(rule, Network.Create(builder.Build()), context, 64).SignalBytes;
        }

        Assert.Equal(Bytes(2, LearningRuleKind.SignalPropagation), Bytes(6, LearningRuleKind.SignalPropagation));
        Assert.True(Bytes(6, LearningRuleKind.Backpropagation) > 2 * Bytes(2, LearningRuleKind.Backpropagation));
    }

    private static Network Learned(Activation activation, bool normalized, bool isSparse, int size)
    {
        Network network = Network.Create(NetworkSpec.Create(new ImageShape(2, size, size), Classes)
            .Targets(new TargetGeneratorSpec { Sparse = isSparse })
            .Convolution(5, 3, activation: activation, batchNormalization: normalized)
            .MaxPooling(2)
            .Convolution(6, 3, activation: activation, batchNormalization: normalized)
            .Dense(7, activation, batchNormalization: normalized).Build(), 3);
        using var context = new ComputeContext(1);
        Given.Steps(Given.Rule(LearningRuleKind.SignalPropagation, network, context, 16), network, 2, 16);
        network.ComputeClassTargets(context);
        return network;
    }

    private static float[] Predict(Network network, float[] features, int? exit)
    {
        float[] probabilities = new float[features.Length / network.InputWidth * Classes];
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
