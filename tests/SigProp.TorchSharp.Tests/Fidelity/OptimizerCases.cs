using SigProp.Optimizers;

namespace SigProp.TorchSharp.Tests.Fidelity;

/// <summary>Every optimizer, with decay, clipping and averages.</summary>
internal static class OptimizerCases
{
    private static readonly (string Name, OptimizerSpec Spec)[] s_optimizers =
    [
        ("gradient descent", new SgdSpec()),
        ("momentum", new SgdSpec { LearningRate = 0.02f, Momentum = 0.9f }),
        ("Nesterov", new SgdSpec { LearningRate = 0.02f, Momentum = 0.9f, Nesterov = true }),
        ("Adam", new AdamSpec { Beta1 = 0.8f, Beta2 = 0.99f, Epsilon = 1e-3f }),
        ("AdamW", new AdamWSpec { LearningRate = 0.01f, Epsilon = 0.01f }),
    ];

    public static FidelityCase[] All { get; } =
    [
        new("optimizer by default, dense", DenseCases.Start().Dense(64, Activation.Tanh).Dense(64, Activation.Tanh).Targets(learned: false)) { Optimizer = new AdamSpec() },
        new("optimizer by default, convolution", ConvolutionCases.Start().Convolution(16, activation: Activation.Tanh, batchNormalization: true).MaxPooling()
            .Convolution(32, activation: Activation.Tanh, batchNormalization: true).Targets(learned: false)) { Optimizer = new AdamSpec() },
        new("optimizer by default, spiking", SpikingCases.Dense(new(), 128)) { Optimizer = new AdamSpec() },
        new("optimizer by default, spiking convolution", SpikingCases.Convolution(new())) { Optimizer = new AdamSpec() },
        .. s_optimizers.Select(o => new FidelityCase($"optimizer {o.Name}", Net()) { Optimizer = o.Spec }),
        .. s_optimizers.Select(o => new FidelityCase($"optimizer {o.Name}, decay, clipping, averages", Net())
        {
            Optimizer = o.Spec with { WeightDecay = 0.05f },
            ClipNorm = 0.1f,
            AverageOver = 6,
            FewRows = 9,
        }),
        new("optimizer clipping and averages, spiking", SpikingCases.Convolution(new())) { ClipNorm = 0.05f, AverageOver = 6 },
        new("optimizer averages, corrected loop", Net().Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.CorrectedTargetLoop }).Loss(LocalLossKind.PairsByLabel))
        {
            ClipNorm = 0.05f,
            AverageOver = 6,
        },
    ];

    private static NetworkSpecBuilder Net() => DenseCases.Start().Dense(48, batchNormalization: true).Dense(32);
}
