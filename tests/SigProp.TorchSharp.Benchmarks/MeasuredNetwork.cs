using SigProp.Spiking;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>A network whose training is measured.</summary>
/// <param name="Key">What <c>--networks</c> calls it.</param>
/// <param name="Title">What the table calls it.</param>
/// <param name="Spec">What it is.</param>
/// <param name="BatchSize">Rows a step.</param>
internal sealed record MeasuredNetwork(string Key, string Title, NetworkSpec Spec, int BatchSize)
{
    /// <summary>All of them. VGG8b is without dropout, whose masks are no part of what is compared.</summary>
    public static IReadOnlyList<MeasuredNetwork> All { get; } =
    [
        new("dense-2", "784-800-800-10", Dense(784, 2, 800), 128),
        new("dense-8", "784-800x8-10", Dense(784, 8, 800), 128),
        new("tabular", "64-256-256-10", Dense(64, 2, 256), 32),
        new("vgg", "VGG8b x 0.25", SpecBuilding.Vgg8b(0.25, isSparse: false, dropout: 0), 128),
        new("vgg-sparse", "VGG8b x 0.25, sparse targets", SpecBuilding.Vgg8b(0.25, isSparse: true, dropout: 0), 128),
        new("spiking", "spiking 784-400-400-10, 4 steps", NetworkSpec.Create(784, 10).Spiking(Spikes()).Dense(400).Dense(400).Build(), 128),
        new("spiking-conv", "spiking 16c3-16c3-256, 4 steps", NetworkSpec.Create(new ImageShape(1, 28, 28), 10).Spiking(Spikes())
            .Convolution(16, batchNormalization: true).MaxPooling().Convolution(16, batchNormalization: true).MaxPooling().Dense(256).Build(), 128),
    ];

    /// <summary>Whether it is only another way to target one of the others, which backpropagation does not see.</summary>
    public bool IsForTargets => Spec.Targets.Sparse;

    /// <summary>A network of dense layers.</summary>
    public static NetworkSpec Dense(int inputs, int layers, int units)
        => NetworkSpec.Create(inputs, 10).WithLayers(Enumerable.Repeat(new DenseSpec(units), layers));

    private static SpikingSpec Spikes() => new() { Steps = 4, Threshold = 0.5f, LearningSignal = SpikingLearningSignal.Surrogate };
}
