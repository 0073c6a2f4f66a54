namespace SigProp.TorchSharp.Tests.Fidelity;

/// <summary>Every local loss, with a target a class and with a target a sample.</summary>
internal static class LossCases
{
    private static readonly LocalLossKind[] s_pairs = [LocalLossKind.PairsByLabel, LocalLossKind.PairsMaxAll, LocalLossKind.PairsMaxOne, LocalLossKind.PairsTopK];

    public static FidelityCase[] All { get; } =
    [
        new("loss distance", Net().Loss(LocalLossKind.SquaredDistance)) { IsWeighted = true },
        new("loss distance, batch norm", DenseCases.Start().Dense(48, batchNormalization: true).Dense(32, batchNormalization: true).Loss(LocalLossKind.SquaredDistance)),
        new("loss of each layer its own", DenseCases.Start().Dense(48, loss: LocalLossKind.PairsByLabel).Dense(40, loss: LocalLossKind.SquaredDistance)
            .Dense(36, loss: LocalLossKind.PairsMaxOne).Dense(32)),
        .. s_pairs.Select(kind => new FidelityCase($"loss {kind}, a target a class", Net().Loss(kind, 5)) { FewRows = 9, IsWeighted = true }),
        .. s_pairs.Select(kind => new FidelityCase($"loss {kind}, a target a sample", Net().Loss(kind, 5)
            .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput })) { FewRows = 9, IsWeighted = true }),
        .. s_pairs.Select(kind => new FidelityCase($"loss {kind}, a loop", Net().Loss(kind, 2)
            .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetLoop })) { FewRows = 1 }),
        .. s_pairs.Select(kind => new FidelityCase($"loss {kind}, convolution", ConvolutionCases.Start().Convolution(12, batchNormalization: true).MaxPooling().Convolution(16).Loss(kind))),
    ];

    private static NetworkSpecBuilder Net() => DenseCases.Start().Dense(48).Dense(32);
}
