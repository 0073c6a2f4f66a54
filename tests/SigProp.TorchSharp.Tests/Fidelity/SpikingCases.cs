using SigProp.Spiking;

namespace SigProp.TorchSharp.Tests.Fidelity;

internal static class SpikingCases
{
    public static FidelityCase[] All { get; } =
    [
        new("spiking dense 64-256-256-10", Dense(new(), 256)),
        new("spiking convolution, batch norm, max pooling", Convolution(new())),
        new("spiking voltage", Dense(new() { LearningSignal = SpikingLearningSignal.Voltage })),
        new("spiking voltage convolution", Convolution(new() { LearningSignal = SpikingLearningSignal.Voltage })),
        new("spiking sigmoid", Dense(new() { Surrogate = SurrogateKind.Sigmoid, SurrogateSlope = 1.5f })),
        new("spiking fast sigmoid", Dense(new() { Surrogate = SurrogateKind.FastSigmoid, SurrogateSlope = 2f })),
        new("spiking triangle", Dense(new() { Surrogate = SurrogateKind.Triangle, SurrogateSlope = 0.5f })),
        new("spiking arc tangent of another slope", Dense(new() { SurrogateSlope = 3f })),
        new("spiking leaky", Dense(new() { Neuron = NeuronKind.LeakyIntegrateAndFire, TimeConstant = 3f })),
        new("spiking soft reset", Dense(new() { Reset = NeuronReset.Soft, Threshold = 0.8f })),
        new("spiking leaky, soft reset, convolution", Convolution(new() { Neuron = NeuronKind.LeakyIntegrateAndFire, Reset = NeuronReset.Soft })),
        new("spiking one step", Dense(new() { Steps = 1 })),
        new("spiking seven steps", Dense(new() { Steps = 7 })),
        new("spiking Poisson rate", Dense(new() { Input = SpikingInput.PoissonRate })),
        new("spiking Poisson rate, convolution", Convolution(new() { Input = SpikingInput.PoissonRate })),
        new("spiking latency", Dense(new() { Input = SpikingInput.Latency })),
        new("spiking latency, convolution", Convolution(new() { Input = SpikingInput.Latency })),
        new("spiking time series", NetworkSpec.Create(4 * Digits.Width, 10).Spiking(new() { Input = SpikingInput.TimeSeries }).Dense(48).Dense(32)),
        new("spiking time series, convolution", NetworkSpec.Create(new ImageShape(8, 8, 8), 10)
            .Spiking(new() { Input = SpikingInput.TimeSeries }).Convolution(8, batchNormalization: true).MaxPooling().Dense(32)),
        new("spiking dropout", DenseCases.Start().Spiking().Dense(48, dropout: 0.2f).Dense(32, dropout: 0.3f)),
        new("spiking dropout, convolution", ConvolutionCases.Start().Spiking().Convolution(8, dropout: 0.2f).MaxPooling().Convolution(12, dropout: 0.3f).Dense(32)),
        new("spiking spatial dropout", ConvolutionCases.Start().Spiking().Add(new ConvolutionSpec(8) { SpatialDropout = 0.2f }).MaxPooling()
            .Add(new ConvolutionSpec(12) { SpatialDropout = 0.3f, BatchNormalization = true }).MaxPooling().Dense(32)),
        new("spiking dense batch norm", DenseCases.Start().Spiking().Dense(48, batchNormalization: true).Dense(32, batchNormalization: true)) { FewRows = 9 },
        new("spiking batch norm, one row", Convolution(new())) { FewRows = 1 },
        new("spiking dense batch norm, one row", DenseCases.Start().Spiking().Dense(48, batchNormalization: true).Dense(32, batchNormalization: true)) { FewRows = 1 },
        new("spiking average pooling", ConvolutionCases.Start().Spiking().Convolution(8).AveragePooling().Convolution(12).AveragePooling().Dense(24)),
        new("spiking nearest target", Dense(new()).Head(HeadKind.NearestTarget)),
        new("spiking vote", Dense(new()).Head(HeadKind.Vote)),
        new("spiking pairs by label", Dense(new()).Loss(LocalLossKind.PairsByLabel)),
        new("spiking pairs max all", Dense(new()).Loss(LocalLossKind.PairsMaxAll)),
        new("spiking distance", Dense(new()).Loss(LocalLossKind.SquaredDistance)),
        new("spiking target loop", Dense(new()).Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetLoop }).Loss(LocalLossKind.PairsByLabel)),
        new("spiking corrected loop", Dense(new()).Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.CorrectedTargetLoop }).Loss(LocalLossKind.PairsByLabel)),
        new("spiking fixed targets, weighted rows", Dense(new()).Targets(learned: false)) { IsWeighted = true, FewRows = 9 },
        new("spiking regression", NetworkSpec.CreateRegression(Digits.Width).Bins(16).Spiking().Dense(48).Dense(32)),
    ];

    public static NetworkSpecBuilder Dense(SpikingSpec spiking, int width = 48) => DenseCases.Start().Spiking(spiking).Dense(width).Dense(width);

    public static NetworkSpecBuilder Convolution(SpikingSpec spiking) => ConvolutionCases.Start().Spiking(spiking)
        .Convolution(8, batchNormalization: true).MaxPooling().Convolution(16, batchNormalization: true).MaxPooling().Flatten().Dense(48);
}
