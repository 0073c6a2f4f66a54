using SigProp.Data;
using SigProp.Training;

namespace SigProp.Tests.Networks;

/// <summary>What does not go together is found before anything is made, and said with what would be right.</summary>
public sealed class NetworkShapesTests
{
    private static readonly ImageShape s_image = new(2, 6, 5);

    private static readonly Dictionary<string, (NetworkSpecBuilder Builder, string[] Errors)> s_wrong = new()
    {
        ["kernel"] = (Image().Convolution(3, 9, padding: 1), ["Layer 1: the kernel of 9 x 9 is larger than its input of 6 x 5 with padding 1 x 1."]),
        ["second kernel"] = (Image().Convolution(3, 3, padding: 0).Convolution(3, 4, padding: 0),
            ["Layer 2: the kernel of 4 x 4 is larger than its input of 4 x 3."]),
        ["kernel on a sparse target"] = (Image().Targets(new TargetGeneratorSpec { Sparse = true }).Convolution(3, 3).Convolution(3, 5, padding: 0),
            ["Layer 2: the kernel of 5 x 5 is larger than its sparse target of 3 x 3."]),
        ["pooling"] = (Image().Convolution(3).MaxPooling(6), ["Layer 2: the pooling window of 6 x 6 is larger than its input of 6 x 5."]),
        ["pooling of rows"] = (NetworkSpec.Create(4, 3).Dense(3).AveragePooling().Dense(3),
            ["Layer 2: the pooling window of 2 x 2 is larger than its input of 1 x 1."]),
        ["groups of inputs"] = (Image().Add(new ConvolutionSpec(3) { Groups = 3 }), ["Layer 1: 2 input channels cannot be divided into 3 groups."]),
        ["groups of outputs"] = (Image().Add(new ConvolutionSpec(3) { Groups = 2 }), ["Layer 1: 3 channels cannot be divided into 2 groups."]),
        ["both dropouts"] = (Image().Add(new ConvolutionSpec(3) { Dropout = 0.1f, SpatialDropout = 0.1f }), ["Layer 1: Dropout and SpatialDropout are both"]),
        ["numbers of a convolution"] = (
            Image().Add(new ConvolutionSpec(0) { KernelHeight = 0, StrideWidth = 0, PaddingWidth = -1, Groups = 0, SpatialDropout = 1 }),
            ["Layer 1: Channels is 0", "Layer 1: KernelHeight is 0", "Layer 1: StrideWidth is 0", "Layer 1: PaddingWidth is -1", "Layer 1: Groups is 0",
                "Layer 1: SpatialDropout is 1"]),
        ["numbers of a pooling"] = (Image().Convolution(3).Add(new PoolingSpec((PoolingKind)5, 2) { Stride = 0 }),
            ["Layer 2: Operation 5 is unknown", "Layer 2: Stride is 0"]),
        ["nothing learns"] = (Image().MaxPooling().Flatten(), ["Layers holds none that learns"]),
        ["image"] = (NetworkSpec.Create(new ImageShape(1, 0, 4), 2).Dense(3), ["Inputs is 0", "Image is 1 x 0 x 4"]),
        ["Shared, width"] = (NetworkSpec.CreateRegression(4, 3).Dense(5).Targets(Kind(TargetGeneratorKind.Shared)),
            ["Targets Shared sends the target through the first layer as an input; it needs a regression with as many Outputs as Inputs, 4, not 3."]),
        ["Shared, classes"] = (NetworkSpec.Create(4, 4).Dense(5).Targets(Kind(TargetGeneratorKind.Shared)).Loss(LocalLossKind.PairsByLabel),
            ["Targets Shared sends the target through the first layer as an input; it needs a regression with as many Outputs as Inputs."]),
        ["Expectation"] = (Rows().Loss(LocalLossKind.Expectation), ["Layer 1: the loss Expectation is for regression with one output."]),
        ["Expectation, several"] = (NetworkSpec.CreateRegression(4, 2).Dense(5).Loss(LocalLossKind.Expectation),
            ["Layer 1: the loss Expectation is for regression with one output."]),
        ["Linear"] = (Rows().LinearOutput(), ["Head Linear predicts numbers; for classes choose Classifier, NearestTarget or Vote."]),
        ["Classifier"] = (NetworkSpec.CreateRegression(4).Dense(5).Head(HeadKind.Classifier),
            ["Head Classifier predicts classes; for regression choose Linear, NearestTarget or Vote."]),
        ["a target a sample, by class"] = (Rows().Dense(4, loss: LocalLossKind.PairsByLabel).Targets(Kind(TargetGeneratorKind.TargetInput)),
            ["Layer 1: the loss Dot compares with a target for each class, and the generator TargetInput makes one for each sample; choose PairsByLabel,"]),
        ["a target a sample, nearest"] = (
            Rows().Loss(LocalLossKind.PairsByLabel).Targets(Kind(TargetGeneratorKind.TargetLoop)).Head(HeadKind.NearestTarget),
            ["Head NearestTarget needs a target for each class, and the generator TargetLoop makes one for each sample; choose Classifier."]),
        ["a target a sample, vote"] = (
            Rows().Loss(LocalLossKind.PairsByLabel).Targets(Kind(TargetGeneratorKind.CorrectedTargetLoop)).Head(HeadKind.Vote),
            ["Head Vote needs a target for each class, and the generator CorrectedTargetLoop makes one for each sample; choose Classifier."]),
        ["several outputs, nearest"] = (NetworkSpec.CreateRegression(4, 2).Dense(5).Head(HeadKind.NearestTarget),
            ["Head NearestTarget needs a target for each bin, and a regression of several outputs makes one for each sample; choose Linear."]),
        ["tree without targets"] = (Rows().TargetTree().Head(HeadKind.Classifier), ["TreeBudget is set; only a classifier with the head NearestTarget"]),
        ["tree of bins"] = (NetworkSpec.CreateRegression(4).Dense(5).TargetTree(), ["TreeBudget is set; only a classifier with the head NearestTarget"]),
        ["numbers of the network"] = (Rows().TargetTree(-1).Loss(LocalLossKind.PairsTopK, 0).Bins(1),
            ["Bins is 1", "TopK is 0", "TreeBudget is -1"]),
        ["Huber"] = (NetworkSpec.CreateRegression(4, 2).Dense(5).LinearOutput(OutputLossKind.Huber, float.NaN), ["HuberDelta is NaN"]),
        ["Huber without a linear output"] = (NetworkSpec.CreateRegression(4).Dense(5).LinearOutput(OutputLossKind.Huber).Head(HeadKind.Vote),
            ["OutputLoss is Huber; it trains the head Linear, and the head is Vote."]),
        ["sparse units"] = (Rows().Targets(new TargetGeneratorSpec { Sparse = true, SparseUnits = 6 }), ["Targets: SparseUnits is 6; the first layer has 5"]),
        ["sparse units of what is not sparse"] = (Rows().Targets(new TargetGeneratorSpec { SparseUnits = 3 }),
            ["Targets: SparseUnits is 3, and the targets are not Sparse; set Sparse, or leave SparseUnits out."]),
        ["a correction of what corrects nothing"] = (Rows().Targets(new TargetGeneratorSpec { Correction = 0.5f }),
            ["Targets: Correction is 0.5, and TargetOnly corrects nothing; only CorrectedTargetLoop does."]),
        ["sparse units of a convolution"] = (Image().Convolution(3).Targets(new TargetGeneratorSpec { Sparse = true, SparseUnits = 2 }),
            ["Targets: SparseUnits is for a dense first layer"]),
        ["sparse rows into a convolution"] = (
            Rows().Convolution(3, 1).Targets(new TargetGeneratorSpec { Sparse = true, SparseUnits = 2 }),
            ["Layer 2: sparse targets of 2 values do not go with its 5 input channels"]),
        ["numbers of the targets"] = (
            Rows().Targets(new TargetGeneratorSpec { Kind = (TargetGeneratorKind)9, Sparse = true, SparseUnits = -1, Correction = -1 }),
            ["Targets: Kind 9", "Targets: 9 makes targets of the first layer's shape", "Targets: SparseUnits is -1", "Targets: Correction is -1"]),
        ["sparse, but a target a sample"] = (
            Rows().Targets(Kind(TargetGeneratorKind.TargetInput) with { Sparse = true }).Loss(LocalLossKind.PairsByLabel),
            ["Targets: TargetInput makes targets of the first layer's shape; only TargetOnly can be Sparse."]),
        ["all at once"] = (
            Rows().Dense(4, loss: LocalLossKind.Expectation).LinearOutput().Targets(Kind(TargetGeneratorKind.Shared)),
            ["Layer 1: the loss Dot", "Layer 2: the loss Expectation", "Head Linear", "Targets Shared"]),
    };

    public static TheoryData<string> Wrong() => [.. s_wrong.Keys];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_does_not_go_together_is_said(string name)
    {
        (NetworkSpecBuilder builder, string[] errors) = s_wrong[name];
        var exception = Assert.Throws<ConfigurationException>(builder.Build);
        Assert.True(errors.Length == exception.Errors.Count, string.Join("\n", exception.Errors));
        Assert.All(errors.Zip(exception.Errors), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_is_said_together_before_training_starts()
    {
        var spec = new NetworkSpec
        {
            Inputs = s_image.Size,
            Image = s_image,
            Classes = 3,
            Layers = [new ConvolutionSpec(3) { KernelHeight = 9 }],
            Loss = LocalLossKind.PairsTopK,
            TopK = 20,
        };
        var options = new TrainingOptions { Epochs = 0, BatchSize = 16, Augmentation = new ImageAugmentation { CropPadding = 5, CutoutSize = 6 } };
        var exception = Assert.Throws<ConfigurationException>(() => new Trainer(options).Train(spec, Given.Clouds(30, width: s_image.Size)));
        string[] errors = ["Layer 1: the kernel", "Epochs is 0", "TopK is 20; a batch of 16 rows", "CropPadding is 5", "CutoutSize is 6"];
        Assert.True(errors.Length == exception.Errors.Count, string.Join("\n", exception.Errors));
        Assert.All(errors.Zip(exception.Errors), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public void Options_that_need_images_or_classes_say_so()
    {
        var options = new TrainingOptions { Augmentation = new ImageAugmentation(), ClassWeights = ClassWeighting.Balanced };
        Dataset data = Dataset.ForRegression(Given.Uniform(40), 4, Given.Uniform(10));
        var exception = Assert.Throws<ConfigurationException>(() => new Trainer(options).Train(NetworkSpec.CreateRegression(4).Dense(3).Build(), data));
        Assert.Equal(
            ["Augmentation varies images; the network's inputs are no images (Image is null).", "ClassWeights is Balanced; a regression has no classes."],
            exception.Errors);
    }

    [Fact]
    public void Classes_and_values_do_not_train_each_other()
    {
        Dataset values = Dataset.ForRegression(Given.Uniform(40), 4, Given.Uniform(20), 2), classes = Given.Clouds(30);
        var trainer = new Trainer(new TrainingOptions { Threads = 1 });
        NetworkSpec regression = NetworkSpec.CreateRegression(4).Dense(3).Build();
        Assert.Contains("hold values and the network predicts classes",
            Assert.Throws<ArgumentException>("data", () => trainer.Train(Rows().Build(), values)).Message, StringComparison.Ordinal);
        Assert.Contains("hold classes and the network predicts values",
            Assert.Throws<ArgumentException>("data", () => trainer.Train(regression, classes)).Message, StringComparison.Ordinal);
        Assert.Contains("have 2 values a row and the network predicts 1",
            Assert.Throws<ArgumentException>("data", () => trainer.Train(regression, values)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_are_all_equal_are_refused()
    {
        float[] features = Given.Uniform(40);
        var trainer = new Trainer(new TrainingOptions { Threads = 1, ValidationFraction = 0 });
        Assert.Throws<ArgumentException>(
            () => trainer.Train(NetworkSpec.CreateRegression(4).Dense(3).Build(), Dataset.ForRegression(features, 4, new float[10])));
    }

    private static NetworkSpecBuilder Image() => NetworkSpec.Create(s_image, 3);

    private static NetworkSpecBuilder Rows() => NetworkSpec.Create(4, 3).Dense(5);

    private static TargetGeneratorSpec Kind(TargetGeneratorKind kind) => new() { Kind = kind };
}
