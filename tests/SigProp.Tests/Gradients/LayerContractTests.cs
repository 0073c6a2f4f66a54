namespace SigProp.Tests.Gradients;

/// <summary>What every kind of layer keeps, beside any passage, loss and generator: its step is the slope of its own loss and of nothing else, or,
/// with backpropagation, of the head's.</summary>
public sealed class LayerContractTests
{
    private const int Classes = 3;

    private static readonly ImageShape s_image = new(2, 7, 6);

    /// <summary>Kernel, strides, paddings, groups: each number of each with each other kind somewhere.</summary>
    private static readonly Dictionary<string, ConvolutionSpec> s_convolutions = new()
    {
        ["1x1"] = Convolution(1, 1),
        ["1x1, stride 2"] = Convolution(1, 1) with { StrideHeight = 2, StrideWidth = 2 },
        ["1x1, groups"] = Convolution(1, 1) with { Groups = 2 },
        ["3x3"] = Convolution(3, 3),
        ["3x3, padding 1"] = Convolution(3, 3, 1),
        ["3x3, padding 2, stride 2"] = Convolution(3, 3, 2) with { StrideHeight = 2, StrideWidth = 2 },
        ["3x3, padding 1, stride 2, groups"] = Convolution(3, 3, 1) with { StrideHeight = 2, StrideWidth = 2, Groups = 2 },
        ["3x3, padding 1, groups"] = Convolution(3, 3, 1) with { Groups = 2 },
        ["5x5, padding 2"] = Convolution(5, 5, 2),
        ["5x5, stride 1x2, padding 0x1"] = Convolution(5, 5) with { StrideWidth = 2, PaddingWidth = 1 },
        ["1x3, padding 0x1"] = Convolution(1, 3) with { PaddingWidth = 1 },
        ["3x2, stride 2x1, groups"] = Convolution(3, 2) with { StrideHeight = 2, Groups = 2 },
        ["2x5, padding 1x2"] = Convolution(2, 5) with { PaddingHeight = 1, PaddingWidth = 2 },
    };

    public static MatrixTheoryData<string, bool, LearningRuleKind> Convolutions() => new(
        s_convolutions.Keys, [false, true], [LearningRuleKind.SignalPropagation, LearningRuleKind.Backpropagation]);

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void A_convolution_in_the_first_place_and_in_the_second(string shape, bool normalized, LearningRuleKind rule)
    {
        ConvolutionSpec convolution = s_convolutions[shape] with { BatchNormalization = normalized };
        ConvolutionSpec plain = Convolution(3, 3, 1) with { BatchNormalization = normalized };
        LayerContract.Check(NetworkSpec.Create(s_image, Classes).Add(convolution).Add(plain).Build(), rule);
        LayerContract.Check(NetworkSpec.Create(s_image, Classes).Add(plain).Add(convolution).Build(), rule);
    }

    [Theory]
    [InlineData("1x1", false)]
    [InlineData("3x3, padding 1", false)]
    [InlineData("3x3, padding 1, groups", true)]
    [InlineData("3x3, padding 2, stride 2", true)]
    [InlineData("5x5, padding 2", true)]
    [InlineData("2x5, padding 1x2", false)]
    [InlineData("1x3, padding 0x1", true)]
    public void Sparse_targets_are_patches_that_are_compared_by_their_means_and_never_pooled(string shape, bool normalized)
    {
        ConvolutionSpec convolution = s_convolutions[shape] with { BatchNormalization = normalized };
        LayerContract.Check(NetworkSpec.Create(s_image, Classes)
            .Targets(new TargetGeneratorSpec { Sparse = true })
            .Add(convolution).MaxPooling(2, 1).Add(Convolution(3, 3, 1) with { BatchNormalization = normalized }).Dense(7).Dense(5).Build());
    }

    [Theory]
    [InlineData(1, 4, 2, 2)]
    [InlineData(2, 2, 4, 1)]
    [InlineData(5, 5, 1, 1)]
    public void A_patch_of_any_shape_is_brought_to_that_of_the_maps_where_they_become_rows(int kernelHeight, int kernelWidth, int height, int width)
    {
        ConvolutionSpec convolution = Convolution(kernelHeight, kernelWidth);
        var image = new ImageShape(2, height + kernelHeight - 1, width + kernelWidth - 1);
        LayerContract.Check(NetworkSpec.Create(image, Classes)
            .Targets(new TargetGeneratorSpec { Sparse = true }).Add(convolution).Flatten().Dense(6).Build());
    }

    public static MatrixTheoryData<Activation, bool, int> Units() => new(Enum.GetValues<Activation>(), [false, true], [0, 1, 2]);

    [Theory]
    [MemberData(nameof(Units))]
    public void Activation_normalisation_and_dropout(Activation activation, bool normalized, int dropout)
    {
        ConvolutionSpec convolution = Convolution(3, 3, 1) with
        {
            Activation = activation,
            BatchNormalization = normalized,
            Dropout = dropout == 1 ? 0.4f : 0,
            SpatialDropout = dropout == 2 ? 0.4f : 0,
        };
        NetworkSpec spec = NetworkSpec.Create(s_image, Classes)
            .Add(convolution).AveragePooling(2).Add(convolution with { Channels = 5 })
            .Add(new DenseSpec(6) { Activation = activation, NegativeSlope = 0.3f, BatchNormalization = normalized, Dropout = dropout > 0 ? 0.3f : 0 })
            .Build();
        LayerContract.Check(spec);
        LayerContract.Check(spec, LearningRuleKind.Backpropagation);
    }

    public static MatrixTheoryData<PoolingKind, int, int, bool> Passages() => new([PoolingKind.Max, PoolingKind.Average], [2, 3], [1, 2], [false, true]);

    [Theory]
    [MemberData(nameof(Passages))]
    public void Passages_between_layers_before_the_first_and_after_the_last(PoolingKind kind, int window, int stride, bool isSparse)
    {
        var pooling = new PoolingSpec(kind, window) { Stride = stride };
        NetworkSpec spec = NetworkSpec.Create(new ImageShape(2, 10, 9), Classes)
            .Targets(new TargetGeneratorSpec { Sparse = isSparse })
            .Add(pooling).Add(Convolution(3, 3, 1)).Add(pooling).Add(Convolution(3, 3, 1)).Add(new PoolingSpec(kind, 1)).Flatten().Build();
        LayerContract.Check(spec);
        LayerContract.Check(spec, LearningRuleKind.Backpropagation);
    }

    public static IEnumerable<TheoryDataRow<LocalLossKind, bool, bool>> Losses()
        => from loss in Enum.GetValues<LocalLossKind>()
           where loss != LocalLossKind.Expectation
           from isSparse in new[] { false, true }
           from weighted in new[] { false, true }
           select new TheoryDataRow<LocalLossKind, bool, bool>(loss, isSparse, weighted);

    [Theory]
    [MemberData(nameof(Losses))]
    public void Each_loss_at_every_layer(LocalLossKind loss, bool isSparse, bool weighted)
    {
        NetworkSpec spec = NetworkSpec.Create(s_image, Classes)
            .Targets(new TargetGeneratorSpec { Sparse = isSparse }).Loss(loss, topK: 4)
            .Add(Convolution(3, 3, 1)).MaxPooling().Add(Convolution(2, 2) with { Channels = 6 }).Dense(7).Dense(5).Build();
        LayerContract.Check(spec, weighted: weighted);
    }

    [Fact]
    public void Each_layer_by_a_loss_of_its_own() => LayerContract.Check(NetworkSpec.Create(s_image, Classes)
        .Add(Convolution(3, 3, 1) with { Loss = LocalLossKind.SquaredDistance })
        .AveragePooling()
        .Add(Convolution(3, 3, 1) with { Loss = LocalLossKind.PairsMaxOne })
        .Dense(6, loss: LocalLossKind.PairsByLabel)
        .Dense(5, loss: LocalLossKind.Dot).Build());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(8)]
    public void Sparse_targets_of_a_dense_layer(int units) => LayerContract.Check(NetworkSpec.Create(6, Classes)
        .Targets(new TargetGeneratorSpec { Sparse = true, SparseUnits = units })
        .Dense(8, batchNormalization: true).Dense(7, batchNormalization: true).Dense(6).Build());

    public static IEnumerable<TheoryDataRow<TargetGeneratorKind, LocalLossKind, bool>> Generators()
        => from kind in new[] { TargetGeneratorKind.TargetInput, TargetGeneratorKind.TargetLoop, TargetGeneratorKind.CorrectedTargetLoop }
           from loss in new[] { LocalLossKind.PairsByLabel, LocalLossKind.PairsMaxAll, LocalLossKind.PairsMaxOne, LocalLossKind.PairsTopK }
           from maps in new[] { false, true }
           select new TheoryDataRow<TargetGeneratorKind, LocalLossKind, bool>(kind, loss, maps);

    [Theory]
    [MemberData(nameof(Generators))]
    public void One_target_a_sample(TargetGeneratorKind kind, LocalLossKind loss, bool maps)
    {
        NetworkSpecBuilder builder = maps ? NetworkSpec.Create(s_image, Classes).Add(Convolution(3, 3, 1)).MaxPooling() : NetworkSpec.Create(6, Classes);
        LayerContract.Check(builder.Dense(8, dropout: 0.3f).Dense(6, batchNormalization: true).Dense(5)
            .Targets(new TargetGeneratorSpec { Kind = kind, Correction = kind == TargetGeneratorKind.CorrectedTargetLoop ? 0.5f : 1f }).Loss(loss).Build());
    }

    [Fact]
    public void A_fixed_generator_leaves_the_layers_step_as_it_was() => LayerContract.Check(NetworkSpec.Create(s_image, Classes)
        .Add(Convolution(3, 3, 1)).Dense(6).Targets(learned: false).Build());

    [Theory]
    [InlineData(TargetGeneratorKind.TargetOnly, LocalLossKind.Expectation, HeadKind.NearestTarget)]
    [InlineData(TargetGeneratorKind.TargetOnly, LocalLossKind.Expectation, HeadKind.Linear)]
    [InlineData(TargetGeneratorKind.TargetOnly, LocalLossKind.SquaredDistance, HeadKind.Vote)]
    [InlineData(TargetGeneratorKind.TargetInput, LocalLossKind.PairsByLabel, HeadKind.Linear)]
    [InlineData(TargetGeneratorKind.TargetLoop, LocalLossKind.PairsMaxOne, HeadKind.Linear)]
    [InlineData(TargetGeneratorKind.CorrectedTargetLoop, LocalLossKind.PairsByLabel, HeadKind.Linear)]
    public void One_value_by_bins(TargetGeneratorKind kind, LocalLossKind loss, HeadKind head) => LayerContract.Check(
        NetworkSpec.CreateRegression(5).Bins(4).Dense(8).Dense(6, batchNormalization: true).Targets(new TargetGeneratorSpec { Kind = kind })
            .Loss(loss).Head(head).Build(), weighted: true);

    [Theory]
    [InlineData(TargetGeneratorKind.TargetOnly, OutputLossKind.Squared, LocalLossKind.PairsByLabel)]
    [InlineData(TargetGeneratorKind.TargetOnly, OutputLossKind.Huber, LocalLossKind.PairsMaxOne)]
    [InlineData(TargetGeneratorKind.TargetInput, OutputLossKind.Squared, LocalLossKind.PairsTopK)]
    [InlineData(TargetGeneratorKind.TargetLoop, OutputLossKind.Squared, LocalLossKind.PairsByLabel)]
    [InlineData(TargetGeneratorKind.CorrectedTargetLoop, OutputLossKind.Huber, LocalLossKind.PairsByLabel)]
    public void Several_values(TargetGeneratorKind kind, OutputLossKind output, LocalLossKind loss)
    {
        NetworkSpec spec = NetworkSpec.CreateRegression(6, 2).Dense(8).Dense(6).Targets(new TargetGeneratorSpec { Kind = kind }).Loss(loss)
            .LinearOutput(output, 0.5f).Build();
        LayerContract.Check(spec, weighted: true);
        LayerContract.Check(spec, LearningRuleKind.Backpropagation, weighted: true);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Targets_that_go_through_the_first_layer(bool maps, bool normalized)
    {
        NetworkSpecBuilder builder = NetworkSpec.CreateRegression(s_image.Size, s_image.Size);
        NetworkSpec spec = (maps ? builder.Add(Convolution(3, 3, 1) with { BatchNormalization = normalized }) : builder.Dense(8, batchNormalization: normalized))
            .Dense(6).Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.Shared }).Build();
        LayerContract.Check(maps ? spec with { Image = s_image } : spec);
    }

    /// <summary>Maps so large that a layer learns from 8 samples at a time.</summary>
    [Theory]
    [InlineData(false, false, 0f)]
    [InlineData(false, true, 0f)]
    [InlineData(true, false, 0.3f)]
    [InlineData(true, true, 0f)]
    public void A_batch_in_several_parts(bool normalized, bool isSparse, float slope)
    {
        NetworkSpec spec = NetworkSpec.Create(new ImageShape(1, 129, 129), Classes)
            .Targets(new TargetGeneratorSpec { Sparse = isSparse })
            .Add(Convolution(1, 1) with { BatchNormalization = normalized, Activation = slope > 0 ? Activation.LeakyReLU : Activation.Tanh })
            .AveragePooling(64).Build();
        LayerContract.Check(spec, rows: 9, only: "layer1");
    }

    private static ConvolutionSpec Convolution(int height, int width, int padding = 0) => new(4)
    {
        KernelHeight = height,
        KernelWidth = width,
        PaddingHeight = padding,
        PaddingWidth = padding,
        NegativeSlope = 0.3f,
    };
}
