using SigProp.Data;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Tests.Claims;
using SigProp.Training;

namespace SigProp.Tests.Training;

/// <summary>A training step allocates nothing once warm, whatever the network, its losses, its generator and its optimizer; filling the batch neither.</summary>
[Collection(nameof(NoGarbageTests))]
public sealed class StepAllocationTests
{
    private const int Rows = 70;
    private const int Width = 16;
    private const int Classes = 3;

    private static readonly ImageShape s_image = new(1, 4, 4);

    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["dense"] = Dense().Build(),
        ["batch normalisation"] = NetworkSpec.Create(Width, Classes).Dense(20, batchNormalization: true).Dense(18, batchNormalization: true).Build(),
        ["dropout"] = NetworkSpec.Create(Width, Classes).Dense(20, dropout: 0.2f).Dense(18, Activation.Tanh, dropout: 0.2f).Build(),
        ["convolution"] = Maps().Build(),
        ["convolution, sparse targets"] = Maps().Targets(new TargetGeneratorSpec { Sparse = true }).Build(),
        ["sparse targets"] = Dense().Targets(new TargetGeneratorSpec { Sparse = true }).Build(),
        ["spiking"] = Dense().Spiking().Build(),
        ["spiking, voltage"] = Dense().Spiking(new() { LearningSignal = SigProp.Spiking.SpikingLearningSignal.Voltage }).Build(),
        ["spiking convolution"] = Maps().Spiking().Build(),
        ["continuous"] = Dense().Continuous().Build(),
        ["continuous, symmetric"] = Dense().Continuous(new() { Feedback = SigProp.Continuous.ContinuousFeedback.Symmetric }).Build(),
        ["continuous, tolerance, persistent"] = Dense().Continuous(new()
        {
            Tolerance = 1e-4f,
            PersistentStates = true,
            LoopSignal = SigProp.Continuous.LoopSignal.CorrectedOutput,
        }).Build(),
        ["fixed targets"] = Dense().Targets(learned: false).Build(),
        ["target-input"] = PerSample(TargetGeneratorKind.TargetInput),
        ["target-loop"] = PerSample(TargetGeneratorKind.TargetLoop),
        ["corrected target-loop"] = PerSample(TargetGeneratorKind.CorrectedTargetLoop),
        ["distance"] = Dense().Loss(LocalLossKind.SquaredDistance).Build(),
        ["pairs by label"] = Dense().Loss(LocalLossKind.PairsByLabel).Build(),
        ["pairs, all most similar"] = Dense().Loss(LocalLossKind.PairsMaxAll).Build(),
        ["pairs, most similar"] = Dense().Loss(LocalLossKind.PairsMaxOne).Build(),
        ["pairs, k most similar"] = Dense().Loss(LocalLossKind.PairsTopK).Build(),
        ["nearest target"] = Dense().Head(HeadKind.NearestTarget).Build(),
        ["target tree"] = Dense().TargetTree().Build(),
        ["regression"] = NetworkSpec.CreateRegression(Width).Bins(8).Dense(20).Dense(18).Build(),
        ["regression, linear output"] = NetworkSpec.CreateRegression(Width).Bins(8).Loss(LocalLossKind.Dot).LinearOutput().Dense(20).Dense(18).Build(),
        ["regression, Huber"] = NetworkSpec.CreateRegression(Width).Bins(8).LinearOutput(OutputLossKind.Huber, 0.5f).Dense(20).Dense(18).Build(),
        ["shared generator"] = NetworkSpec.CreateRegression(Width, Width).Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.Shared })
            .Loss(LocalLossKind.PairsMaxOne).LinearOutput().Dense(20).Dense(18).Build(),
    };

    private static readonly Dictionary<string, OptimizerSpec> s_optimizers = new()
    {
        ["Adam"] = new AdamSpec(),
        ["AdamW"] = new AdamWSpec(),
        ["SGD"] = new SgdSpec { LearningRate = 1e-3f },
        ["momentum"] = new SgdSpec { LearningRate = 1e-3f, Momentum = 0.9f, Nesterov = true },
    };

    public static MatrixTheoryData<string, int> NetworksAndThreads() => new(s_networks.Keys, [1, 2]);

    public static TheoryData<LearningRuleKind, string, int> RulesNetworksAndThreads()
    {
        var data = new TheoryData<LearningRuleKind, string, int>();
        foreach (LearningRuleKind rule in (LearningRuleKind[])[
            LearningRuleKind.DifferenceTargetPropagation, LearningRuleKind.ErrorForwardPropagation, LearningRuleKind.SyntheticGradients])
        {
            data.Add(rule, "batch normalisation", 2);
            data.Add(rule, "dropout", 1);
            data.Add(rule, "regression, linear output", 2);
            if (rule != LearningRuleKind.DifferenceTargetPropagation)
            {
                data.Add(rule, "convolution", 2);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(RulesNetworksAndThreads))]
    public void By_other_rules(LearningRuleKind rule, string network, int threads)
        => Assert.Equal((0, 0), LeastOfStep(rule, s_networks[network], new AdamSpec(), threads));

    public static MatrixTheoryData<string, int> OptimizersAndThreads() => new(s_optimizers.Keys, [1, 2]);

    [Theory]
    [MemberData(nameof(NetworksAndThreads))]
    public void By_signal_propagation(string network, int threads)
        => Assert.Equal((0, 0), LeastOfStep(LearningRuleKind.SignalPropagation, s_networks[network], new AdamSpec(), threads));

    [Theory]
    [InlineData("dense", 1)]
    [InlineData("batch normalisation", 2)]
    [InlineData("dropout", 2)]
    [InlineData("convolution", 1)]
    [InlineData("convolution", 2)]
    [InlineData("regression, linear output", 2)]
    public void By_backpropagation_and_shallow(string network, int threads)
    {
        Assert.Equal((0, 0), LeastOfStep(LearningRuleKind.Backpropagation, s_networks[network], new AdamSpec(), threads));
        Assert.Equal((0, 0), LeastOfStep(LearningRuleKind.Shallow, s_networks[network], new AdamSpec(), threads));
    }

    [Theory]
    [MemberData(nameof(OptimizersAndThreads))]
    public void By_every_optimizer(string optimizer, int threads)
        => Assert.Equal((0, 0), LeastOfStep(LearningRuleKind.SignalPropagation, s_networks["dense"], s_optimizers[optimizer], threads, clipNorm: 1f));

    [Theory]
    [InlineData("dense", false)]
    [InlineData("convolution", true)]
    [InlineData("regression", false)]
    public void An_epoch_allocates_the_same_however_many_steps_it_has(string network, bool augmented)
    {
        // Without progress; the network's own memory and the epoch's report are allocated either way.
        Assert.Equal(0, Enumerable.Range(0, 5).Select(_ => Math.Abs(BytesOfEpochs(5) - BytesOfEpochs(35))).Min());

        long BytesOfEpochs(int batchSize) => Bytes(8, batchSize) - Bytes(4, batchSize);

        long Bytes(int epochs, int batchSize)
        {
            Dataset data = Data(s_networks[network]);
            var trainer = new Trainer(new TrainingOptions
            {
                Epochs = epochs,
                BatchSize = batchSize,
                ValidationFraction = 0,
                Threads = 1,
                ClassWeights = s_networks[network].IsRegression ? ClassWeighting.None : ClassWeighting.Balanced,
                Augmentation = augmented ? new ImageAugmentation { CropPadding = 1, HorizontalFlip = true } : null,
            });
            long before = GC.GetAllocatedBytesForCurrentThread();
            trainer.Train(s_networks[network], data);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static NetworkSpecBuilder Dense() => NetworkSpec.Create(Width, Classes).Dense(20).Dense(18);

    private static NetworkSpecBuilder Maps() => NetworkSpec.Create(s_image, Classes)
        .Convolution(6, batchNormalization: true).MaxPooling().Convolution(5).AveragePooling().Flatten().Dense(12);

    private static NetworkSpec PerSample(TargetGeneratorKind kind)
        => Dense().Targets(new TargetGeneratorSpec { Kind = kind }).Loss(LocalLossKind.PairsMaxAll).Build();

    private static Dataset Data(NetworkSpec spec)
    {
        float[] features = Given.Uniform(Rows * Width);
        return spec.IsRegression
            ? Dataset.ForRegression(features, Width, Given.Uniform(Rows * spec.Outputs, 2), spec.Outputs)
            : new Dataset(features, Width, [.. Enumerable.Range(0, Rows).Select(i => i % Classes)], Classes);
    }

    /// <summary>The bytes of the calling thread, and of all threads, that 20 steps and the filling of their batches allocate.</summary>
    private static (long OfThread, long OfAll) LeastOfStep(
        LearningRuleKind kind, NetworkSpec spec, OptimizerSpec optimizer, int threads, float clipNorm = 0)
    {
        Dataset data = Data(spec);
        TrainingSplit split = TrainingSplit.Of(new TrainingOptions { ValidationFraction = 0 }, data, null);
        Network network = Network.Create(spec);
        if (spec.IsRegression)
        {
            if (spec.Contexts > 0)
            {
                network.Output!.Set(QuantileBins.Fit(split.Values(), spec.Bins));
            }
            else
            {
                network.Output!.Set(StandardScaling.Fit(data.TargetValues, spec.Outputs));
            }
        }

        using var context = new ComputeContext(threads);
        LearningRule rule = Given.Rule(kind, network, context, Rows / 2, optimizer, clipNorm);
        using var source = new DatasetBatchSource(network, split, new RowWeights(split, ClassWeighting.None), null, Rows / 2);
        Batch batch = source.CreateBatch();
        var losses = new LossValue[rule.LossNames.Count];
        Run();

        // The runtime and the test host allocate now and then; a step that allocates would do so in every window.
        long leastOfThread = long.MaxValue, leastOfAll = long.MaxValue;
        for (int window = 0; window < 20 && (leastOfThread > 0 || leastOfAll > 0); window++)
        {
            long all = GC.GetTotalAllocatedBytes(precise: true), thread = GC.GetAllocatedBytesForCurrentThread();
            Run();
            leastOfThread = Math.Min(leastOfThread, GC.GetAllocatedBytesForCurrentThread() - thread);
            leastOfAll = Math.Min(leastOfAll, GC.GetTotalAllocatedBytes(precise: true) - all);
        }

        return (leastOfThread, leastOfAll);

        void Run()
        {
            for (int step = 0; step < 20; step++)
            {
                source.Shuffle(RandomKey.FromSeed(step));
                rule.SetLearningRate(1e-3f);
                source.Fill(batch, step % source.Steps);
                rule.Step(batch, RandomKey.FromSeed(step), losses);
            }
        }
    }
}
