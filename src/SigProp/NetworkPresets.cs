namespace SigProp;

/// <summary>Makes the layers of the paper's networks.</summary>
public static class NetworkPresets
{
    private const float PaperDropout = 0.1f;

    /// <summary>The layers of a preset, for <see cref="NetworkSpec.Layers"/>.</summary>
    /// <param name="preset">Which network.</param>
    /// <param name="width">What units and channels are multiplied by, above 0; default 1. 0.25 makes networks that train on a few cores.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such preset, or the width is not above 0 and finite.</exception>
    public static IReadOnlyList<LayerSpec> Layers(NetworkPreset preset, double width = 1)
    {
        if (!(width > 0 && double.IsFinite(width)))
        {
            throw new ArgumentOutOfRangeException(nameof(width), width, "The width multiplier must be above 0 and finite.");
        }

        return preset switch
        {
            NetworkPreset.FullyConnected2x800 => Dense(2, Scaled(800, width), 0),
            NetworkPreset.FullyConnected3x800 => Dense(3, Scaled(800, width), 0),
            NetworkPreset.FullyConnected4x800 => Dense(4, Scaled(800, width), 0),
            NetworkPreset.FullyConnected2x800Dropout => Dense(2, Scaled(800, width), PaperDropout),
            NetworkPreset.FullyConnected3x1000Dropout => Dense(3, Scaled(1000, width), PaperDropout),
            NetworkPreset.Convolutional => Convolutional(width),
            NetworkPreset.Vgg8b => Vgg8b(width, width),
            NetworkPreset.Vgg8bDouble => Vgg8b(2 * width, width),
            NetworkPreset.SpikingConvolutional => SpikingConvolutional(Scaled(128, width)),
            _ => throw new ArgumentOutOfRangeException(nameof(preset), preset, "There is no such preset."),
        };
    }

    private static LayerSpec[] Dense(int layers, int units, float dropout)
        => [.. Enumerable.Repeat(new DenseSpec(units) { Dropout = dropout }, layers)];

    private static LayerSpec[] Convolutional(double width) =>
    [
        Convolution(32, width, 0), Pool(),
        Convolution(64, width, 0), Pool(),
        Convolution(128, width, 0), Pool(),
        new FlattenSpec(), new DenseSpec(Scaled(256, width)) { BatchNormalization = true },
    ];

    private static LayerSpec[] Vgg8b(double channels, double width) =>
    [
        Convolution(128, channels, PaperDropout), Convolution(256, channels, PaperDropout), Pool(),
        Convolution(256, channels, PaperDropout), Convolution(512, channels, PaperDropout), Pool(),
        Convolution(512, channels, PaperDropout), Pool(),
        Convolution(512, channels, PaperDropout), Pool(),
        new FlattenSpec(), new DenseSpec(Scaled(1024, width)) { BatchNormalization = true, Dropout = PaperDropout },
    ];

    private static LayerSpec[] SpikingConvolutional(int channels) =>
    [
        Convolution(channels, 1, 0), Pool(),
        Convolution(channels, 1, 0), Pool(),
        new FlattenSpec(), new DenseSpec(16 * channels),
    ];

    private static ConvolutionSpec Convolution(int channels, double width, float dropout)
        => new(Scaled(channels, width)) { BatchNormalization = true, Dropout = dropout };

    private static PoolingSpec Pool() => new(PoolingKind.Max, 2);

    private static int Scaled(int units, double width) => Math.Max(1, (int)Math.Round(units * width));
}
