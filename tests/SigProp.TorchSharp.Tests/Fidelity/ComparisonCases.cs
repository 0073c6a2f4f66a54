using SigProp.Optimizers;
using SigProp.Spiking;

namespace SigProp.TorchSharp.Tests.Fidelity;

/// <summary>Backpropagation, also through time, and the shallow rule on the same networks.</summary>
internal static class ComparisonCases
{
    private static readonly (string Name, Func<NetworkSpecBuilder> Net)[] s_nets =
    [
        ("dense", () => DenseCases.Start().Dense(256).Dense(256)),
        ("dense, batch norm, dropout", () => DenseCases.Start().Dense(48, Activation.Tanh, dropout: 0.2f, batchNormalization: true).Dense(32, dropout: 0.2f)),
        ("convolution, batch norm", () => ConvolutionCases.Vgg(ConvolutionCases.Start(), Activation.Tanh)),
        ("convolution, groups, dropout", () => ConvolutionCases.Start().Add(new ConvolutionSpec(12) { SpatialDropout = 0.2f }).AveragePooling(3, 1)
            .Add(new ConvolutionSpec(16) { Groups = 4, StrideHeight = 2, Dropout = 0.1f }).MaxPooling().Dense(32)),
        ("spiking", () => SpikingCases.Dense(new() { Threshold = 1f })),
        ("spiking convolution", () => SpikingCases.Convolution(new() { Threshold = 1f })),
        ("spiking leaky, soft reset, triangle", () => SpikingCases.Dense(new() { Neuron = NeuronKind.LeakyIntegrateAndFire, Reset = NeuronReset.Soft, Surrogate = SurrogateKind.Triangle })),
        ("spiking Poisson rate, dropout", () => DenseCases.Start().Spiking(new() { Input = SpikingInput.PoissonRate }).Dense(48, dropout: 0.2f).Dense(32, dropout: 0.2f)),
        ("spiking latency, voltage", () => SpikingCases.Dense(new() { Input = SpikingInput.Latency, LearningSignal = SpikingLearningSignal.Voltage })),
        ("regression", () => NetworkSpec.CreateRegression(Digits.Width, 3).Dense(48).Dense(32).LinearOutput(OutputLossKind.Huber, 0.5f)),
    ];

    public static FidelityCase[] All { get; } =
    [
        .. s_nets.Select(n => new FidelityCase($"backpropagation {n.Name}", n.Net()) { Rule = LearningRuleKind.Backpropagation, FewRows = 9 }),
        .. s_nets.Select(n => new FidelityCase($"shallow {n.Name}", n.Net()) { Rule = LearningRuleKind.Shallow, FewRows = 9 }),
        new("backpropagation one row, batch norm", DenseCases.Start().Dense(48, batchNormalization: true).Dense(32, batchNormalization: true))
        {
            Rule = LearningRuleKind.Backpropagation,
            FewRows = 1,
        },
        new("backpropagation clipping, averages, weighted rows", DenseCases.Start().Dense(48).Dense(32))
        {
            Rule = LearningRuleKind.Backpropagation,
            Optimizer = new AdamWSpec { LearningRate = 0.01f, Epsilon = 0.01f, WeightDecay = 0.1f },
            ClipNorm = 0.05f,
            AverageOver = 6,
            IsWeighted = true,
        },
        new("backpropagation linear regression", NetworkSpec.CreateRegression(Digits.Width).Bins(16).Dense(48).LinearOutput()) { Rule = LearningRuleKind.Backpropagation },
    ];
}
