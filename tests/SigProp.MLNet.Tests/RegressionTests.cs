using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class RegressionTests
{
    private static readonly double[] s_levels = [0.05, 0.5, 0.95];

    private readonly MLContext _context = new(seed: 1);

    private sealed class Answer
    {
        public float Score { get; set; }

        public float[] Quantiles { get; set; } = [];
    }

    [Fact]
    public void Evaluate_measures_a_curve()
    {
        IDataView data = Curve.Load(_context), fresh = Curve.Load(_context, Curve.Rows(seed: 4));

        RegressionMetrics metrics = _context.Regression.Evaluate(Curve.Regression(_context).Fit(data).Transform(fresh), labelColumnName: "Value");

        // The noise leaves 1 - 0.58 / 11.0 = 0.947 at most.
        Assert.InRange(metrics.RSquared, 0.92, 0.96);
    }

    [Fact]
    public void CrossValidate_trains_a_model_for_each_fold()
    {
        var folds = _context.Regression.CrossValidate(
            Curve.Load(_context), Curve.Regression(_context, o => o.Quantiles = s_levels), numberOfFolds: 3, labelColumnName: "Value");

        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.RSquared, 0.88, 0.96));
    }

    [Theory]
    [InlineData(HeadKind.Vote)]
    [InlineData(HeadKind.Linear)]
    public void Other_heads_predict_too(HeadKind head)
    {
        IDataView data = Curve.Load(_context);
        var model = Curve.Regression(_context, o => { o.Head = head; o.Bins = 16; }).Fit(data);

        RegressionMetrics metrics = _context.Regression.Evaluate(model.Transform(data), labelColumnName: "Value");

        Assert.InRange(metrics.RSquared, 0.8, 0.97);
        Assert.Equal((16, head), (model.Model.Network.Spec.Bins, model.Model.Network.Spec.Head));
    }

    [Fact]
    public void Quantiles_are_a_column_whose_slots_are_named_and_hold_what_they_say()
    {
        IDataView data = Curve.Load(_context), fresh = Curve.Load(_context, Curve.Rows(seed: 4));

        IDataView scored = Curve.Regression(_context, o => o.Quantiles = s_levels).Fit(data).Transform(fresh);

        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["Quantiles"].GetSlotNames(ref names);
        Assert.Equal(["Quantile-0.05", "Quantile-0.5", "Quantile-0.95"], names.DenseValues().Select(n => n.ToString()));
        float[] values = [.. scored.GetColumn<float>("Value")];
        float[][] quantiles = [.. scored.GetColumn<float[]>("Quantiles")];
        Assert.All(quantiles, q => Assert.Equal(q.Order(), q));
        Assert.InRange(values.Zip(quantiles, (v, q) => v >= q[0] && v <= q[2] ? 1.0 : 0.0).Average(), 0.85, 0.95);
        Assert.InRange(values.Zip(quantiles, (v, q) => v <= q[1] ? 1.0 : 0.0).Average(), 0.43, 0.57);
    }

    [Fact]
    public void The_engine_answers_as_the_columns_do()
    {
        IDataView data = Curve.Load(_context);
        var model = Curve.Regression(_context, o => o.Quantiles = s_levels).Fit(data);
        using PredictionEngine<Curve.Row, Answer> engine = _context.Model.CreatePredictionEngine<Curve.Row, Answer>(model);
        IDataView scored = model.Transform(data);
        float[] scores = [.. scored.GetColumn<float>("Score")];
        float[][] quantiles = [.. scored.GetColumn<float[]>("Quantiles")];

        float[] value = new float[1], expected = new float[3];
        foreach ((Curve.Row row, int i) in Curve.Rows().Take(20).Select((row, i) => (row, i)))
        {
            Answer answer = engine.Predict(row);
            model.Model.Model.PredictValues(row.Features, value);
            float[] encoded = new float[model.Model.Network.InputWidth];
            ((FeatureEncoding)model.Model.Model.Encoding!).Encode(row.Features, encoded);
            model.Model.Network.PredictQuantiles(encoded, s_levels, expected);

            Assert.Equal((value[0], value[0]), (scores[i], answer.Score));
            Assert.Equal(expected, quantiles[i]);
            Assert.Equal(expected, answer.Quantiles);
        }
    }

    [Fact]
    public void One_column_is_to_be_had_without_the_other()
    {
        IDataView data = Curve.Load(_context);
        IDataView scored = Curve.Regression(_context, o => o.Quantiles = s_levels).Fit(data).Transform(data);

        IDataView quantiles = _context.Transforms.SelectColumns("Quantiles").Fit(scored).Transform(scored);

        Assert.Equal(scored.GetColumn<float[]>("Quantiles").Take(10), quantiles.GetColumn<float[]>("Quantiles").Take(10));
        Assert.Equal(2000, scored.GetColumn<float>("Value").Count());
    }

    [Fact]
    public void Rows_that_cannot_be_used_are_skipped_and_get_no_answer()
    {
        var messages = new Messages(_context);
        List<Curve.Row> rows = Curve.Rows();
        rows[1].Value = float.NaN;
        rows[2].Value = float.NegativeInfinity;
        rows[3].Features[0] = float.NaN;
        IDataView data = Curve.Load(_context, rows);

        IDataView scored = Curve.Regression(_context, o => { o.Epochs = 1; o.Quantiles = s_levels; }).Fit(data).Transform(data);

        Assert.Equal(
            "Skipped 3 of the 2000 training rows: 2 without a label, 1 with NaN or infinite features.",
            Assert.Single(messages.Of(ChannelMessageKind.Warning)));
        Assert.Matches("loss .*, R2 .*; validation loss .*, R2 ", messages.Of(ChannelMessageKind.Info)[0]);
        Assert.Equal([3], scored.GetColumn<float>("Score").Select((s, i) => (s, i)).Where(x => float.IsNaN(x.s)).Select(x => x.i));
        Assert.All(scored.GetColumn<float[]>("Quantiles").ElementAt(3), q => Assert.Equal(float.NaN, q));
    }

    [Theory]
    [InlineData("Absent", "Absent")]
    [InlineData("Rare", "Single")]
    [InlineData("Wide", "Single")]
    [InlineData("Features", "Single")]
    public void A_missing_or_unsuitable_label_column_is_named(string label, string named)
    {
        IDataView rows = Curve.Load(_context);
        IDataView data = _context.Transforms.CopyColumns("Input", "Features").Fit(rows).Transform(rows);

        var exception = Assert.ThrowsAny<ArgumentException>(
            () => Curve.Regression(_context, o => { o.LabelColumnName = label; o.FeatureColumnName = "Input"; }).Fit(data));

        Assert.Contains(label, exception.Message);
        Assert.Contains(named, exception.Message);
    }

    [Fact]
    public void A_label_that_never_changes_is_refused()
    {
        List<Curve.Row> rows = Curve.Rows(50);
        rows.ForEach(row => row.Value = 2);

        Assert.ThrowsAny<ArgumentException>(() => Curve.Regression(_context).Fit(Curve.Load(_context, rows)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_promised_is_delivered(bool withQuantiles) => Schemas.AssertKeepsPromise(
        Curve.Regression(_context, o => { o.Epochs = 1; o.Quantiles = withQuantiles ? s_levels : null; }), Curve.Load(_context));

    [Fact]
    public void PermutationFeatureImportance_finds_the_features_that_matter()
    {
        IDataView data = Curve.Load(_context);
        var model = Curve.Regression(_context).Fit(data);

        var importance = _context.Regression.PermutationFeatureImportance(model, data, labelColumnName: "Value");

        Assert.Equal(3, importance.Length);
        Assert.All(importance.Take(2), feature => Assert.InRange(feature.RSquared.Mean, -3, -0.05));
        Assert.InRange(importance[2].RSquared.Mean, -0.02, 0.02);
    }

    [Fact]
    public void A_validation_set_chooses_the_network()
    {
        var model = Curve.Regression(_context).Fit(Curve.Load(_context), Curve.Load(_context, Curve.Rows(100, seed: 9)));

        Assert.Equal((2000, 100), (model.Model.TrainingReport!.TrainingRows, model.Model.TrainingReport.ValidationRows));
    }

    [Fact]
    public void Houses_of_California_are_valued()
    {
        string file = Houses.FileOrSkip();
        IDataView data = Houses.Load(_context, file, rows: 6000);
        DataOperationsCatalog.TrainTestData split = _context.Data.TrainTestSplit(data, testFraction: 0.25, seed: 0);

        RegressionMetrics metrics = _context.Regression.Evaluate(
            _context.Regression.Trainers.SignalPropagation().Fit(split.TrainSet).Transform(split.TestSet));

        Assert.InRange(metrics.RSquared, 0.7, 0.9);
    }
}
