using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests.Onnx;

/// <summary>Every kind of layer, head and encoding: the exported file scores as the model does.</summary>
public sealed class OnnxNetworkTests
{
    private static readonly ImageShape s_image = new(1, 8, 8);

    private static readonly Dictionary<string, Action<SignalPropagationTrainer.Options>> s_cases = new()
    {
        ["dense layers"] = o => { },
        ["without standardisation"] = o => o.Standardize = false,
        ["not calibrated"] = o => o.Calibrate = false,
        ["batch normalisation, dropout, ReLU"] = o => (o.BatchNormalization, o.Dropout, o.Activation) = (true, 0.2f, Activation.ReLU),
        ["tanh and the identity"] = o => o.Layers =
            [new DenseSpec(24) { Activation = Activation.Tanh }, new DenseSpec(16) { Activation = Activation.Identity }],
        ["nearest target"] = o => o.Head = HeadKind.NearestTarget,
        ["nearest target by distance"] = o => (o.Head, o.Loss, o.LearningRate) = (HeadKind.NearestTarget, LocalLossKind.SquaredDistance, 0.001f),
        ["nearest target by pairs"] = o => (o.Head, o.Loss) = (HeadKind.NearestTarget, LocalLossKind.PairsByLabel),
        ["vote"] = o => o.Head = HeadKind.Vote,
        ["vote with sparse targets"] = o => (o.Head, o.Targets) = (HeadKind.Vote, new TargetGeneratorSpec { Sparse = true, SparseUnits = 7 }),
        ["targets of the loop"] = o => (o.Targets, o.Loss) = (
            new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetLoop }, LocalLossKind.PairsByLabel),
        ["an image and dense layers"] = o => o.Image = s_image,
        ["convolutions"] = o => (o.Image, o.Layers) = (s_image, [new ConvolutionSpec(4), new ConvolutionSpec(6) { StrideHeight = 2 }]),
        ["convolutions, pooling, groups, normalisation"] = o => (o.Image, o.Layers, o.Head) = (
            s_image,
            [
                new ConvolutionSpec(4) { KernelHeight = 5, PaddingHeight = 2, BatchNormalization = true },
                new PoolingSpec(PoolingKind.Max, 2),
                new ConvolutionSpec(6) { Groups = 2, PaddingWidth = 0, Activation = Activation.ReLU, SpatialDropout = 0.1f },
                new PoolingSpec(PoolingKind.Average, 2) { Stride = 1 },
                new FlattenSpec(),
                new DenseSpec(20) { BatchNormalization = true },
            ],
            HeadKind.Vote),
        ["a convolution with sparse targets"] = o => (o.Image, o.Layers, o.Targets, o.Head) = (
            s_image,
            [new ConvolutionSpec(6), new PoolingSpec(PoolingKind.Max, 2), new ConvolutionSpec(8)],
            new TargetGeneratorSpec { Sparse = true },
            HeadKind.NearestTarget),
        ["early exit"] = o => o.EarlyExitMargin = 0.3,
        ["early exit to a vote"] = o => (o.EarlyExitMargin, o.Head) = (0.5, HeadKind.Vote),
        ["early exit to the nearest target"] = o => (o.EarlyExitMargin, o.Head) = (0.5, HeadKind.NearestTarget),
        ["early exit at the first layer"] = o => o.EarlyExitMargin = 0,
        ["early exit never"] = o => o.EarlyExitMargin = 1,
        ["an exit at the first layer"] = o => o.ExitLayer = 1,
        ["an exit at the last layer"] = o => (o.ExitLayer, o.Head) = (2, HeadKind.Vote),
        ["early exit of one layer"] = o => (o.EarlyExitMargin, o.Head, o.HiddenLayers) = (0.2, HeadKind.NearestTarget, [16]),
    };

    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Classes_have_the_same_scores(string name)
    {
        IDataView data = _context.Data.TakeRows(Digits.Load(_context), 400);
        var options = new SignalPropagationTrainer.Options { HiddenLayers = [32, 24], Epochs = 3, ValidationFraction = 0.2, LearningRate = 0.003f };
        s_cases[name](options);
        var model = Digits.Keys(_context).Append(_context.MulticlassClassification.Trainers.SignalPropagation(options)).Fit(data);
        IDataView rows = _context.Data.TakeRows(_context.Data.SkipRows(Digits.Load(_context), 300), 150);

        string[] columns = options.EarlyExitMargin is null && options.ExitLayer is null ? ["Score", "PredictedLabel"] : ["Score", "PredictedLabel", "Depth"];
        OnnxExport.AssertSame(_context, model, rows, columns);
    }

    [Theory]
    [InlineData(HeadKind.Classifier)]
    [InlineData(HeadKind.NearestTarget)]
    [InlineData(HeadKind.Vote)]
    public void Two_classes_have_the_same_scores(HeadKind head)
    {
        IDataView data = Curve.Load(_context);
        var model = Curve.Binary(_context, o => (o.Head, o.Epochs) = (head, 3)).Fit(data);

        OnnxExport.AssertSame(_context, model, _context.Data.TakeRows(data, 300), "Score", "Probability", "PredictedLabel");
    }

    [Theory]
    [InlineData(HeadKind.Linear)]
    [InlineData(HeadKind.NearestTarget)]
    [InlineData(HeadKind.Vote)]
    public void A_regression_has_the_same_values(HeadKind head)
    {
        IDataView data = Curve.Load(_context);
        var model = Curve.Regression(_context, o => (o.Head, o.Loss, o.Epochs) = (
            head, head == HeadKind.Linear ? LocalLossKind.PairsByLabel : LocalLossKind.Expectation, 3)).Fit(data);

        OnnxExport.AssertSame(_context, model, _context.Data.TakeRows(data, 300), "Score");
    }

    [Theory]
    [InlineData(0.4, null)]
    [InlineData(null, 1)]
    public void Exits_of_a_trained_model_have_the_same_columns(double? margin, int? layer)
    {
        IDataView data = _context.Data.TakeRows(Digits.Load(_context), 400);
        var options = new SignalPropagationTrainer.Options { HiddenLayers = [32, 24], Epochs = 3 };
        var model = Digits.Keys(_context).Append(_context.MulticlassClassification.Trainers.SignalPropagation(options)).Fit(data);
        var exits = _context.Transforms.SigPropEarlyExit(model, margin, layer, "EarlyScore", "Early", "EarlyDepth").Fit(data);

        OnnxExport.AssertSame(_context, exits, data, "EarlyScore", "Early", "EarlyDepth");
        OnnxExport.AssertSame(_context, new TransformerChain<ITransformer>(model, exits), data, "Score", "PredictedLabel", "EarlyScore", "Early", "EarlyDepth");
    }

    [Fact]
    public void Every_operator_set_from_10_on_will_do()
    {
        IDataView data = _context.Data.TakeRows(Digits.Load(_context), 200);
        var options = new SignalPropagationTrainer.Options { HiddenLayers = [16], Epochs = 1, EarlyExitMargin = 0.5 };
        var model = Digits.Keys(_context).Append(_context.MulticlassClassification.Trainers.SignalPropagation(options)).Fit(data);

        for (int set = 9; set <= 12; set++)
        {
            using var stream = new MemoryStream();
            if (set < 10)
            {
                Assert.Contains("10", Assert.ThrowsAny<Exception>(() => _context.Model.ConvertToOnnx(model, data, set, stream)).Message);
                continue;
            }

            _context.Model.ConvertToOnnx(model, data, set, stream);
            Assert.Equal(set, OnnxFile.Read(stream.ToArray()).OperatorSet);
        }
    }
}
