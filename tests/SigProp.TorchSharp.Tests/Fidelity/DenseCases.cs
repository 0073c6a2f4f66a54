namespace SigProp.TorchSharp.Tests.Fidelity;

internal static class DenseCases
{
    public static FidelityCase[] All { get; } =
    [
        new("dense 64-256-256-10", Start().Dense(256).Dense(256)),
        new("dense of 16 layers", Enumerable.Range(0, 16).Aggregate(Start(), (b, _) => b.Dense(48, batchNormalization: true))),
        new("dense identity", Start().Dense(48, Activation.Identity).Dense(32, Activation.Identity)),
        new("dense ReLU", Start().Dense(48, Activation.ReLU).Dense(32, Activation.ReLU)),
        new("dense leaky ReLU of another slope", Start().Add(new DenseSpec(48) { NegativeSlope = 0.3f }).Add(new DenseSpec(32) { NegativeSlope = 0f })),
        new("dense tanh", Start().Dense(48, Activation.Tanh).Dense(32, Activation.Tanh)),
        new("dense batch norm", Start().Dense(48, batchNormalization: true).Dense(32, batchNormalization: true)),
        new("dense batch norm, few rows", Start().Dense(48, batchNormalization: true).Dense(32, batchNormalization: true)) { FewRows = 5 },
        new("dense batch norm, one row", Start().Dense(48, batchNormalization: true).Dense(32, batchNormalization: true)) { FewRows = 1 },
        new("dense batch norm, tanh, one row", Start().Dense(48, Activation.Tanh, batchNormalization: true)) { FewRows = 1 },
        new("dense one row", Start().Dense(48).Dense(32)) { FewRows = 1 },
        new("dense dropout", Start().Dense(48, dropout: 0.2f).Dense(32, dropout: 0.5f)),
        new("dense dropout, batch norm, few rows", Start().Dense(48, dropout: 0.2f, batchNormalization: true).Dense(32, dropout: 0.5f, batchNormalization: true)) { FewRows = 7 },
        new("dense dropout, tanh", Start().Dense(48, Activation.Tanh, dropout: 0.2f).Dense(32, Activation.Tanh, dropout: 0.5f)),
        new("dense weighted rows", Start().Dense(48).Dense(32)) { IsWeighted = true, FewRows = 9 },
        new("dense nearest target", Start().Dense(48).Dense(32).Head(HeadKind.NearestTarget)),
        new("dense target tree", Start().Dense(48).Dense(32).TargetTree()),
        new("dense vote", Start().Dense(48).Dense(32).Head(HeadKind.Vote)),
        new("dense two classes", NetworkSpec.Create(Digits.Width, 2).Dense(48).Dense(32)),
    ];

    public static NetworkSpecBuilder Start() => NetworkSpec.Create(Digits.Width, 10);
}
