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
        ("AdamW", new AdamWSpec { LearningRate = 0.003f, Epsilon = 1e-4f }),
    ];

    public static FidelityCase[] All { get; } =
    [
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
