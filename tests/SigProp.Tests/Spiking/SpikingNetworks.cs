using SigProp.Data;
using SigProp.Spiking;

namespace SigProp.Tests.Spiking;

/// <summary>Small spiking networks, of every kind, and rows for them.</summary>
internal static class SpikingNetworks
{
    public const int Width = 36;

    /// <summary>Rows in [0, 1]: each class has an image of its own, with noise.</summary>
    public static Dataset Rows(int rows, int seed = 1)
    {
        float[] means = Given.Uniform(3 * Width, seed: 77), noise = Given.Uniform(rows * Width, seed);
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => i % 3)];
        float[] features = [.. Enumerable.Range(0, rows * Width).Select(i
            => Math.Clamp(0.5f + (0.4f * means[(labels[i / Width] * Width) + (i % Width)]) + (0.3f * noise[i]), 0f, 1f))];
        return new Dataset(features, Width, labels, 3);
    }

    /// <summary>Two events in one of two orders: all else, and every sum over time, is the same for both classes.</summary>
    public static Dataset Orders(int rows, int steps, int width, int seed)
    {
        var random = new Random(seed);
        float[] features = new float[rows * steps * width];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            labels[i] = i % 2;
            int first = random.Next(steps - 1), second = random.Next(first + 1, steps);
            Span<float> row = features.AsSpan(i * steps * width, steps * width);
            for (int j = 0; j < width; j++)
            {
                row[((labels[i] == 0 ? first : second) * width) + j] += j % 2 == 0 ? 1f : 0f;
                row[((labels[i] == 0 ? second : first) * width) + j] += j % 2 == 0 ? 0f : 1f;
            }
        }

        return new Dataset(features, steps * width, labels, 2);
    }

    public static NetworkSpecBuilder Dense(SpikingSpec spiking) => NetworkSpec.Create(Width, 3).Spiking(spiking).Dense(40).Dense(30);

    public static NetworkSpecBuilder Images(SpikingSpec spiking) => NetworkSpec.Create(new ImageShape(1, 6, 6), 3).Spiking(spiking)
        .Convolution(6, batchNormalization: true).MaxPooling().Convolution(5, dropout: 0.1f).AveragePooling().Dense(20, batchNormalization: true);

    /// <summary>Every kind, by name.</summary>
    public static Dictionary<string, NetworkSpec> All() => new()
    {
        ["dense"] = Dense(new()).Build(),
        ["voltage"] = Dense(new() { LearningSignal = SpikingLearningSignal.Voltage }).Build(),
        ["leaky, soft reset, sigmoid"] = Dense(new()
        {
            Neuron = NeuronKind.LeakyIntegrateAndFire,
            TimeConstant = 3,
            Reset = NeuronReset.Soft,
            Surrogate = SurrogateKind.Sigmoid,
            Steps = 3,
        }).Build(),
        ["triangle"] = Dense(new() { Surrogate = SurrogateKind.Triangle, SurrogateSlope = 0.5f }).Build(),
        ["rates"] = Dense(new() { Input = SpikingInput.PoissonRate, Steps = 6, Surrogate = SurrogateKind.FastSigmoid }).Build(),
        ["latencies"] = Dense(new() { Input = SpikingInput.Latency }).Build(),
        ["time series"] = Dense(new() { Input = SpikingInput.TimeSeries }).Build(),
        ["normalised, dropped"] = NetworkSpec.Create(Width, 3).Spiking().Dense(40, batchNormalization: true, dropout: 0.1f)
            .Dense(30, batchNormalization: true).Build(),
        ["images"] = Images(new()).Build(),
        ["images, rates"] = Images(new() { Input = SpikingInput.PoissonRate, LearningSignal = SpikingLearningSignal.Voltage }).Build(),
        ["images in time"] = NetworkSpec.Create(new ImageShape(4, 3, 3), 3).Spiking(new() { Input = SpikingInput.TimeSeries })
            .Convolution(6, batchNormalization: true).Convolution(6).Build(),
        ["pooled images"] = NetworkSpec.Create(new ImageShape(1, 6, 6), 3).Spiking().MaxPooling().Convolution(6).Build(),
        ["nearest target"] = Dense(new()).Head(HeadKind.NearestTarget).Build(),
        ["vote"] = Dense(new()).Head(HeadKind.Vote).Build(),
        ["pairs"] = Dense(new()).Loss(LocalLossKind.PairsByLabel).Build(),
        ["distance"] = Dense(new()).Loss(LocalLossKind.SquaredDistance).Build(),
        ["loop"] = Dense(new()).Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.CorrectedTargetLoop }).Loss(LocalLossKind.PairsByLabel).Build(),
    };
}
