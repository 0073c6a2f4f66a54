using SigProp.Optimizers;

namespace SigProp.TorchSharp.Tests.Fidelity;

internal static class ConvolutionCases
{
    // The more layers learn, and the faster, the sooner they make much of an output that rounding has put on the other side of the kink.
    private static readonly AdamSpec s_slow = new() { LearningRate = 5e-4f, Epsilon = 0.01f };

    public static FidelityCase[] All { get; } =
    [
        new("convolution VGG-like, batch norm", Vgg(Start())) { Optimizer = s_slow },
        new("convolution VGG-like, batch norm, tanh", Vgg(Start(), Activation.Tanh)),
        new("convolution VGG-like, batch norm, dropout, few rows", Start()
            .Convolution(16, batchNormalization: true, dropout: 0.1f).Convolution(32, batchNormalization: true, dropout: 0.1f).MaxPooling()
            .Convolution(32, batchNormalization: true, dropout: 0.1f).MaxPooling()
            .Flatten().Dense(64, batchNormalization: true, dropout: 0.1f)) { FewRows = 6, Optimizer = s_slow },
        new("convolution plain", Start().Convolution(12).Convolution(16).Dense(32)),
        new("convolution tanh", Start().Convolution(12, activation: Activation.Tanh).Convolution(16, activation: Activation.Tanh)),
        new("convolution ReLU, identity", Start().Convolution(12, activation: Activation.ReLU).Convolution(16, activation: Activation.Identity)),
        new("convolution kernel 5, stride 2, padding 2", Start().Convolution(12, kernel: 5, stride: 2).Convolution(16, kernel: 5, stride: 1, padding: 1)),
        new("convolution kernel 1 and 2", Start().Convolution(12, kernel: 2, padding: 0).Convolution(16, kernel: 1)),
        new("convolution unlike sides", Start().Add(new ConvolutionSpec(12) { KernelHeight = 5, KernelWidth = 2, StrideHeight = 2, PaddingHeight = 1, PaddingWidth = 3 })
            .Add(new ConvolutionSpec(8) { KernelHeight = 1, KernelWidth = 3, StrideWidth = 3, PaddingHeight = 0, PaddingWidth = 2, BatchNormalization = true }).Dense(24)),
        new("convolution to one position", Start().Convolution(12, kernel: 8, padding: 0).Convolution(16, kernel: 1, batchNormalization: true)),
        new("convolution groups", Start().Convolution(12).Add(new ConvolutionSpec(16) { Groups = 4 }).Add(new ConvolutionSpec(16) { Groups = 16, BatchNormalization = true })),
        new("convolution of several input channels", NetworkSpec.Create(new ImageShape(4, 4, 4), 10).Convolution(12).Add(new ConvolutionSpec(16) { Groups = 2 }).Dense(24)),
        new("convolution average pooling", Start().Convolution(12).AveragePooling().Convolution(16).AveragePooling(3, 1)),
        new("convolution overlapping max pooling", Start().Convolution(12, batchNormalization: true).MaxPooling(3, 2).Convolution(16).MaxPooling(2, 1).Dense(24)),
        new("convolution pooling of what does not fit", Start().Convolution(12).MaxPooling(3).Convolution(16)),
        new("convolution pooling before, flatten", Start().AveragePooling().Convolution(12).Flatten().Dense(32)),
        new("convolution dropout", Start().Convolution(12, dropout: 0.2f).Convolution(16, dropout: 0.4f).Dense(32)),
        new("convolution spatial dropout", Start().Add(new ConvolutionSpec(12) { SpatialDropout = 0.2f })
            .Add(new ConvolutionSpec(16) { SpatialDropout = 0.4f, BatchNormalization = true }).MaxPooling().Dense(32)),
        new("convolution batch norm, one row", Start().Convolution(12, batchNormalization: true).MaxPooling().Convolution(16, batchNormalization: true)) { FewRows = 1 },
        new("convolution batch norm, one row, one position", Start().Convolution(12, batchNormalization: true)
            .Convolution(16, kernel: 8, padding: 0, batchNormalization: true)) { FewRows = 1 },
        new("convolution sparse targets", Sparse().Convolution(12).MaxPooling().Convolution(16)),
        new("convolution sparse targets, batch norm", Sparse().Convolution(12, batchNormalization: true).Convolution(16, stride: 2, batchNormalization: true).MaxPooling()),
        new("convolution sparse targets, dense", Sparse().Convolution(12).MaxPooling().Convolution(16).Dense(32)),
        new("convolution sparse targets, flatten, dense", Sparse().Convolution(12, batchNormalization: true).MaxPooling().Flatten().Dense(32).Dense(24)),
        new("convolution sparse targets, kernel 5", Sparse().Convolution(12, kernel: 5).Convolution(16, kernel: 5, padding: 1).AveragePooling().Dense(20)),
        new("convolution sparse targets, kernel 1", Sparse().Convolution(12, kernel: 1, padding: 0).Convolution(16)),
        new("convolution sparse targets, nearest target", Sparse().Convolution(12).Convolution(16).Head(HeadKind.NearestTarget)),
        new("convolution vote, weighted rows", Vgg(Start()).Head(HeadKind.Vote)) { IsWeighted = true, Optimizer = s_slow },
        new("convolution nearest target", Start().Convolution(12).MaxPooling().Convolution(16).Head(HeadKind.NearestTarget)),
        new("convolution nearest target, pooled last", Start().Convolution(12).MaxPooling().Convolution(16).MaxPooling().Head(HeadKind.NearestTarget)),
        new("convolution target-input", Start().Convolution(12, batchNormalization: true).MaxPooling().Dense(32)
            .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput }).Loss(LocalLossKind.PairsByLabel)),
        new("convolution corrected loop", Start().Convolution(12, batchNormalization: true).MaxPooling().Convolution(16)
            .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.CorrectedTargetLoop }).Loss(LocalLossKind.PairsByLabel)),
        new("convolution distance", Start().Convolution(12).Convolution(16).Dense(24).Loss(LocalLossKind.SquaredDistance)),
        new("convolution gradient descent", Vgg(Start())) { Optimizer = new SgdSpec { LearningRate = 0.01f, Momentum = 0.9f } },
    ];

    public static NetworkSpecBuilder Start() => NetworkSpec.Create(Digits.Image, 10);

    public static NetworkSpecBuilder Sparse() => Start().Targets(new TargetGeneratorSpec { Sparse = true });

    /// <summary>Two blocks of convolutions with batch normalisation, each pooled, and a dense layer.</summary>
    public static NetworkSpecBuilder Vgg(NetworkSpecBuilder start, Activation f = Activation.LeakyReLU) => start
        .Convolution(16, activation: f, batchNormalization: true).Convolution(32, activation: f, batchNormalization: true).MaxPooling()
        .Convolution(32, activation: f, batchNormalization: true).Convolution(48, activation: f, batchNormalization: true).MaxPooling()
        .Flatten().Dense(64, f, batchNormalization: true);
}
