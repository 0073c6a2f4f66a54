namespace SigProp.TorchSharp.Tests.Fidelity;

internal static class RegressionCases
{
    public static FidelityCase[] All { get; } =
    [
        new("regression expectation", One()) { FewRows = 9 },
        new("regression expectation, weighted rows", One().Bins(8)) { IsWeighted = true },
        new("regression linear", One().LinearOutput()),
        new("regression Huber", One().LinearOutput(OutputLossKind.Huber, 0.4f)) { IsWeighted = true },
        new("regression vote", One().Head(HeadKind.Vote)),
        new("regression dot", One().Loss(LocalLossKind.Dot)),
        new("regression pairs by bin", One().Loss(LocalLossKind.PairsByLabel)),
        new("regression distance, linear", One().Loss(LocalLossKind.SquaredDistance).LinearOutput()),
        new("regression of images", NetworkSpec.CreateRegression(Digits.Width).Bins(16).Dense(48, batchNormalization: true, dropout: 0.1f).Dense(32)),
        new("regression loop", One().Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetLoop }).Loss(LocalLossKind.PairsByLabel).LinearOutput()),
        new("regression corrected loop", One().Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.CorrectedTargetLoop })
            .Loss(LocalLossKind.PairsByLabel).LinearOutput(OutputLossKind.Huber)),
        new("regression several", Several()) { FewRows = 9 },
        new("regression several, Huber, weighted rows", Several().LinearOutput(OutputLossKind.Huber, 0.4f)) { IsWeighted = true },
        new("regression several, top k", Several().Loss(LocalLossKind.PairsTopK, 4)),
        new("regression several, max all", Several().Loss(LocalLossKind.PairsMaxAll)),
        new("regression several, class and input", Several().Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput })),
        new("regression several, loop", Several().Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetLoop })),
        new("regression several, corrected loop, one row", Several().Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.CorrectedTargetLoop })) { FewRows = 1 },
    ];

    private static NetworkSpecBuilder One() => NetworkSpec.CreateRegression(Digits.Width).Bins(16).Dense(48).Dense(32);

    private static NetworkSpecBuilder Several() => NetworkSpec.CreateRegression(Digits.Width, 3).Dense(48).Dense(32);
}
