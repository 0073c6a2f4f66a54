using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.Spiking;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>What a model of each kind keeps when it is saved.</summary>
public sealed class KindsOfModelTests
{
    private readonly MLContext _context = new(seed: 1);

    private sealed class Labels
    {
        public bool IsLarge { get; set; }

        public float Number { get; set; }
    }

    private sealed class Text
    {
        public string Digit { get; set; } = "";
    }

    public static TheoryData<string> Kinds => ["early exit", "images", "binary", "regression", "quantiles", "spiking", "spike rates", "continuous", "spiking binary", "continuous binary", "imputed", "state kept"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_fresh_process_scores_alike(string kind)
    {
        IDataView data = Load();
        return FreshProcess.AssertScoresAlike(_context, Trainer(kind).Fit(data), data);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_loaded_model_saves_again_to_the_same_outputs(string kind)
    {
        IDataView data = Load();
        ITransformer model = Trainer(kind).Fit(data);

        ITransformer again = SaveAndLoad(SaveAndLoad(model, data), data);

        IDataView expected = model.Transform(data), actual = again.Transform(data);
        Assert.Equal(Schemas.Describe(Schemas.Shape(expected.Schema)), Schemas.Describe(Schemas.Shape(actual.Schema)));
        foreach (DataViewSchema.Column column in expected.Schema.Where(c => c.Name is "Score" or "Quantiles"))
        {
            if (column.Type is VectorDataViewType)
            {
                Assert.Equal(expected.GetColumn<float[]>(column.Name), actual.GetColumn<float[]>(column.Name));
            }
            else
            {
                Assert.Equal(expected.GetColumn<float>(column.Name), actual.GetColumn<float>(column.Name));
            }
        }
    }

    [Fact]
    public void A_saved_model_says_what_it_was_asked_for()
    {
        IDataView data = Load();

        var early = (ISingleFeaturePredictionTransformer<SignalPropagationModelParameters>)SaveAndLoad(Trainer("early exit").Fit(data), data);
        var quantiles = (ISingleFeaturePredictionTransformer<SignalPropagationRegressionModelParameters>)SaveAndLoad(Trainer("quantiles").Fit(data), data);
        var binary = (ISingleFeaturePredictionTransformer<SignalPropagationBinaryModelParameters>)SaveAndLoad(Trainer("binary").Fit(data), data);

        Assert.Equal(0.9, early.Model.EarlyExitMargin);
        Assert.Equal([0.05, 0.95], quantiles.Model.Quantiles);
        Assert.Equal(3, binary.Model.TrainingReport!.Epochs.Count);
    }

    private IDataView Load()
    {
        IDataView data = Digits.Load(_context);
        return _context.Transforms.CustomMapping<Text, Labels>(
                (text, labels) => (labels.IsLarge, labels.Number) = (text.Digit[0] >= '5', text.Digit[0] - '0'), null)
            .Fit(data).Transform(data);
    }

    private IEstimator<ITransformer> Trainer(string kind)
    {
        var regression = new SignalPropagationRegressionTrainer.Options { LabelColumnName = "Number", HiddenLayers = [32], Epochs = 3 };
        SignalPropagationTrainer.Options multiclass = Digits.Quick;
        multiclass.LabelColumnName = "Number";
        switch (kind)
        {
            case "early exit":
                multiclass.EarlyExitMargin = 0.9;
                return _context.MulticlassClassification.Trainers.SignalPropagation(multiclass);
            case "images":
                multiclass.Image = new ImageShape(1, 8, 8);
                multiclass.Layers = [new ConvolutionSpec(8), new DenseSpec(16)];
                return _context.MulticlassClassification.Trainers.SignalPropagation(multiclass);
            case "binary":
                return _context.BinaryClassification.Trainers.SignalPropagation("IsLarge", hiddenLayers: [32], epochs: 3);
            case "spiking":
                return _context.MulticlassClassification.Trainers.SpikingSigProp("Number", hiddenLayers: [32], epochs: 3);
            case "spike rates":
                return _context.MulticlassClassification.Trainers.SpikingSigProp(
                    new SpikingSigPropTrainer.Options { LabelColumnName = "Number", HiddenLayers = [32], Epochs = 3, Input = SpikingInput.PoissonRate });
            case "continuous":
                return _context.MulticlassClassification.Trainers.ContinuousEP("Number", hiddenLayers: [32], epochs: 3);
            case "spiking binary":
                return _context.BinaryClassification.Trainers.SpikingSigProp("IsLarge", hiddenLayers: [32], epochs: 3);
            case "continuous binary":
                return _context.BinaryClassification.Trainers.ContinuousEP("IsLarge", hiddenLayers: [32], epochs: 3);
            case "imputed":
                multiclass.MissingValues = MissingValues.Impute;
                return _context.MulticlassClassification.Trainers.SignalPropagation(multiclass);
            case "state kept":
                multiclass.KeepTrainingState = true;
                return _context.MulticlassClassification.Trainers.SignalPropagation(multiclass);
            case "quantiles":
                regression.Quantiles = [0.05, 0.95];
                return _context.Regression.Trainers.SignalPropagation(regression);
            default:
                return _context.Regression.Trainers.SignalPropagation(regression);
        }
    }

    private ITransformer SaveAndLoad(ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        _context.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        return _context.Model.Load(stream, out _);
    }
}
