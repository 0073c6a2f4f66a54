using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests.Onnx;

/// <summary>Whole pipelines, with ML.NET's own transforms before and after.</summary>
public sealed class OnnxPipelineTests
{
    private sealed class Customer
    {
        public string Contract { get; set; } = "";

        public string Payment { get; set; } = "";

        public float Months { get; set; }

        public float Charge { get; set; }

        public bool Label { get; set; }
    }

    private sealed class Square
    {
        [VectorType(1, 4, 4)]
        public float[] Features { get; set; } = [];

        [KeyType(2)]
        public uint Label { get; set; }
    }

    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Digits_go_from_pixels_to_their_names()
    {
        IDataView data = Digits.Load(_context);
        var model = Digits.Keys(_context)
            .Append(_context.Transforms.NormalizeMinMax("Features"))
            .Append(_context.MulticlassClassification.Trainers.SignalPropagation(new SignalPropagationTrainer.Options { HiddenLayers = [64], Epochs = 10 }))
            .Append(_context.Transforms.Conversion.MapKeyToValue("Answer", "PredictedLabel")).Fit(data);

        IDataView rows = _context.Data.TakeRows(data, 200);
        Dictionary<string, OnnxTensor> outputs = OnnxExport.AssertSame(_context, model, rows, "Score", "PredictedLabel", "Answer");

        string[] right = [.. rows.GetColumn<string>("Digit")];
        Assert.InRange(outputs["Answer"].Texts!.Zip(right, (a, b) => a == b ? 1.0 : 0.0).Average(), 0.9, 1);
    }

    [Fact]
    public void Customers_go_from_texts_and_missing_numbers_to_a_probability()
    {
        IDataView data = _context.Data.LoadFromEnumerable(Customers());
        var model = _context.Transforms.Categorical.OneHotEncoding([new InputOutputColumnPair("C", "Contract"), new InputOutputColumnPair("P", "Payment")])
            .Append(_context.Transforms.ReplaceMissingValues("M", "Months", Microsoft.ML.Transforms.MissingValueReplacingEstimator.ReplacementMode.Mean))
            .Append(_context.Transforms.NormalizeMeanVariance("M"))
            .Append(_context.Transforms.Concatenate("Features", "C", "P", "M", "Charge"))
            .Append(_context.BinaryClassification.Trainers.SignalPropagation(new SignalPropagationBinaryTrainer.Options { HiddenLayers = [16], Epochs = 5 }))
            .Fit(data);

        OnnxExport.AssertSame(_context, model, data, "Score", "Probability", "PredictedLabel");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Missing_numbers_are_filled_by_the_model(bool standardize)
    {
        IDataView data = _context.Data.LoadFromEnumerable(Customers());
        var options = new SignalPropagationBinaryTrainer.Options
        {
            HiddenLayers = [16],
            Epochs = 3,
            MissingValues = MissingValues.Impute,
            Standardize = standardize,
        };
        var model = _context.Transforms.Concatenate("Features", "Months", "Charge")
            .Append(_context.BinaryClassification.Trainers.SignalPropagation(options)).Fit(data);

        Dictionary<string, OnnxTensor> outputs = OnnxExport.AssertSame(_context, model, data, "Score", "Probability", "PredictedLabel");
        Assert.DoesNotContain(float.NaN, outputs["Probability"].Singles!);
    }

    [Fact]
    public void A_model_that_was_saved_and_loaded_is_exported_alike()
    {
        IDataView data = _context.Data.TakeRows(Digits.Load(_context), 300);
        var options = new SignalPropagationTrainer.Options { HiddenLayers = [16], Epochs = 2, EarlyExitMargin = 0.5 };
        var model = Digits.Keys(_context).Append(_context.MulticlassClassification.Trainers.SignalPropagation(options)).Fit(data);
        using var stream = new MemoryStream();
        _context.Model.Save(model, data.Schema, stream);
        stream.Position = 0;

        OnnxExport.AssertSame(_context, _context.Model.Load(stream, out _), data, "Score", "Depth");
    }

    [Fact]
    public void A_column_of_images_keeps_its_shape_on_the_way_in()
    {
        var random = new Random(2);
        IDataView data = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 200).Select(i => new Square
        {
            Features = [.. Enumerable.Range(0, 16).Select(j => random.NextSingle() + (j / 8 == i % 2 ? 1 : 0))],
            Label = (uint)(i % 2),
        }).ToList());
        var model = _context.MulticlassClassification.Trainers.SignalPropagation(new SignalPropagationTrainer.Options
        {
            Image = new ImageShape(1, 4, 4),
            Layers = [new ConvolutionSpec(3), new DenseSpec(8)],
            Epochs = 2,
        }).Fit(data);

        OnnxExport.AssertSame(_context, model, data, "Score");
    }

    [Fact]
    public void Two_models_in_one_pipeline_keep_their_own_weights()
    {
        IDataView data = Curve.Load(_context);
        var first = Curve.Regression(_context, o => o.Epochs = 2);
        var model = first.Append(_context.Transforms.CopyColumns("Guess", "Score"))
            .Append(_context.Transforms.Concatenate("Both", "Features", "Guess"))
            .Append(Curve.Regression(_context, o => (o.FeatureColumnName, o.Epochs) = ("Both", 2))).Fit(data);

        OnnxExport.AssertSame(_context, model, _context.Data.TakeRows(data, 200), "Guess", "Score");
    }

    [Fact]
    public void A_calibrated_model_is_exported_with_its_calibrator()
    {
        IDataView data = Curve.Load(_context);
        var model = Curve.Binary(_context, o => o.Epochs = 3).Append(_context.BinaryClassification.Calibrators.Platt("Rare", "Score")).Fit(data);

        OnnxExport.AssertSame(_context, model, _context.Data.TakeRows(data, 200), "Probability");
    }

    private static List<Customer> Customers()
    {
        var random = new Random(4);
        string[] contracts = ["monthly", "yearly", "for two years"], payments = ["card", "cheque"];
        return [.. Enumerable.Range(0, 600).Select(i => new Customer
        {
            Contract = contracts[random.Next(3)],
            Payment = payments[random.Next(2)],
            Months = i % 10 == 0 ? float.NaN : random.Next(72),
            Charge = 20 + (80 * random.NextSingle()),
            Label = random.NextSingle() < 0.3f,
        })];
    }
}
