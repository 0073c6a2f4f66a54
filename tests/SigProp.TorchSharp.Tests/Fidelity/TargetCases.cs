namespace SigProp.TorchSharp.Tests.Fidelity;

/// <summary>Every generator of targets.</summary>
internal static class TargetCases
{
    public static FidelityCase[] All { get; } =
    [
        new("targets fixed", Net().Targets(learned: false)),
        new("targets fixed, convolution", ConvolutionCases.Vgg(ConvolutionCases.Start(), Activation.Tanh).Targets(learned: false)),
        new("targets sparse, a quarter of the units", Net().Targets(new TargetGeneratorSpec { Sparse = true })),
        new("targets sparse, 5 units, fixed", Net().Targets(new TargetGeneratorSpec { Sparse = true, SparseUnits = 5, Learned = false })),
        new("targets sparse, all units, batch norm", DenseCases.Start().Dense(48, batchNormalization: true).Dense(32, batchNormalization: true)
            .Targets(new TargetGeneratorSpec { Sparse = true, SparseUnits = 48 })),
        new("targets sparse, distance", Net().Targets(new TargetGeneratorSpec { Sparse = true }).Loss(LocalLossKind.SquaredDistance)),
        new("targets sparse, pairs", Net().Targets(new TargetGeneratorSpec { Sparse = true }).Loss(LocalLossKind.PairsByLabel)),
        new("targets of class and input", PerSample(TargetGeneratorKind.TargetInput)),
        new("targets of class and input, fixed", Pairs(Net(), new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput, Learned = false })),
        new("targets of class and input, batch norm, dropout", Pairs(
            DenseCases.Start().Dense(48, batchNormalization: true, dropout: 0.2f).Dense(32, batchNormalization: true), new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput }))
            { FewRows = 9 },
        new("targets of a loop", PerSample(TargetGeneratorKind.TargetLoop)) { FewRows = 9 },
        new("targets of a loop, fixed", Pairs(Net(), new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetLoop, Learned = false })),
        new("targets of a corrected loop", PerSample(TargetGeneratorKind.CorrectedTargetLoop)) { FewRows = 9, IsWeighted = true },
        new("targets of a corrected loop, eta 0.5", Pairs(Net(), new TargetGeneratorSpec { Kind = TargetGeneratorKind.CorrectedTargetLoop, Correction = 0.5f })),
        new("targets shared", NetworkSpec.CreateRegression(Digits.Width, Digits.Width).Dense(48).Dense(32)
            .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.Shared })),
        new("targets shared, batch norm, dropout", NetworkSpec.CreateRegression(Digits.Width, Digits.Width).Dense(48, batchNormalization: true, dropout: 0.1f).Dense(32)
            .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.Shared })) { FewRows = 9 },
        new("targets shared, convolution", Shared(new ConvolutionSpec(8), new PoolingSpec(PoolingKind.Max, 2), new DenseSpec(32))),
        new("targets shared, pooled first", Shared(new PoolingSpec(PoolingKind.Average, 2), new ConvolutionSpec(8) { BatchNormalization = true }, new DenseSpec(32))),
    ];

    private static NetworkSpecBuilder Net() => DenseCases.Start().Dense(48).Dense(32);

    private static NetworkSpec Shared(params LayerSpec[] layers) => new()
    {
        Inputs = Digits.Width,
        Image = Digits.Image,
        Outputs = Digits.Width,
        Layers = layers,
        Loss = LocalLossKind.PairsMaxAll,
        Head = HeadKind.Linear,
        Targets = new TargetGeneratorSpec { Kind = TargetGeneratorKind.Shared },
    };

    private static NetworkSpecBuilder Pairs(NetworkSpecBuilder net, TargetGeneratorSpec targets) => net.Targets(targets).Loss(LocalLossKind.PairsByLabel);

    private static NetworkSpecBuilder PerSample(TargetGeneratorKind kind) => Pairs(Net(), new TargetGeneratorSpec { Kind = kind });
}
