using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.Optimizers;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class WeightTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void A_row_of_weight_2_counts_as_two()
    {
        List<Curve.Row> weighted = Curve.Rows(200);
        foreach (Curve.Row row in weighted.Where(row => row.Features[1] > 0))
        {
            row.Weight = 2;
        }

        IDataView once = Curve.Load(_context, weighted), twice = Curve.Load(_context, weighted.SelectMany(row => Enumerable.Repeat(row, (int)row.Weight)));

        float[] binary = Scores(Binary(weights: false).Fit(twice).Transform(once));
        Assert.All(binary.Zip(Scores(Binary(weights: true).Fit(once).Transform(once))), s => Assert.Equal(s.First, s.Second, 1e-3f));
        Assert.InRange(binary.Zip(Scores(Binary(weights: false).Fit(once).Transform(once)), (a, b) => Math.Abs(a - b)).Average(), 0.01, 10);

        // The multiclass trainer learns the same of the same rows.
        var keys = _context.Transforms.Conversion.ConvertType("Number", "Rare", DataKind.Single);
        var model = keys.Append(Multiclass()).Fit(once);
        Assert.Equal(binary.Select(s => 1 / (1 + MathF.Exp(-s))), model.Transform(once).GetColumn<float[]>("Score").Select(p => p[1]), (a, b) => Math.Abs(a - b) < 1e-3f);
    }

    [Fact]
    public void A_regression_leans_towards_the_rows_that_weigh_more()
    {
        List<Curve.Row> rows = [.. Enumerable.Range(0, 400).Select(i => new Curve.Row
        {
            Features = [1, 1, 1],
            Value = i % 2,
            Weight = 1 + (2 * (i % 2)),
        })];
        IDataView data = Curve.Load(_context, rows);

        foreach (HeadKind head in (HeadKind[])[HeadKind.NearestTarget, HeadKind.Linear])
        {
            float ScoreOf(string? weight) => Scores(Curve.Regression(_context, o =>
            {
                o.ExampleWeightColumnName = weight;
                o.Standardize = false;
                o.Head = head;
                o.Epochs = 40;
            }).Fit(data).Transform(data))[0];

            Assert.Equal(0.5f, ScoreOf(null), 0.05f);
            Assert.Equal(0.75f, ScoreOf("Weight"), 0.05f);
        }
    }

    [Fact]
    public void Rows_whose_weight_is_not_above_0_and_finite_are_skipped()
    {
        var messages = new Messages(_context);
        List<Curve.Row> rows = Curve.Rows();
        (rows[1].Weight, rows[2].Weight, rows[3].Weight, rows[4].Weight) = (0, -1, float.NaN, float.PositiveInfinity);

        var model = Curve.Regression(_context, o => { o.Epochs = 1; o.ExampleWeightColumnName = "Weight"; }).Fit(Curve.Load(_context, rows));

        Assert.Equal(1996, model.Model.TrainingReport!.TrainingRows + model.Model.TrainingReport.ValidationRows);
        Assert.Equal(
            "Skipped 4 of the 2000 training rows: 4 with a weight that is not above 0 and finite.",
            Assert.Single(messages.Of(ChannelMessageKind.Warning)));
    }

    [Theory]
    [InlineData("Absent")]
    [InlineData("Wide")]
    [InlineData("Features")]
    public void A_missing_or_unsuitable_weight_column_is_named(string weight)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(
            () => Curve.Binary(_context, o => o.ExampleWeightColumnName = weight).Fit(Curve.Load(_context)));

        Assert.Contains($"weight column '{weight}'", exception.Message);
    }

    private SignalPropagationBinaryTrainer Binary(bool weights) => Curve.Binary(_context, o => Whole(o, weights));

    private SignalPropagationTrainer Multiclass()
    {
        var options = new SignalPropagationTrainer.Options { LabelColumnName = "Number", HiddenLayers = [32] };
        Whole(options, weights: true);
        return _context.MulticlassClassification.Trainers.SignalPropagation(options);
    }

    /// <summary>Steps over all rows at once, so that only sums over rows matter.</summary>
    private static void Whole(SignalPropagationOptions options, bool weights)
    {
        options.ExampleWeightColumnName = weights ? "Weight" : null;
        options.BatchSize = 1000;
        options.Optimizer = new SgdSpec { LearningRate = 0.1f };
        options.LearningRate = null;
        options.Standardize = false;
        options.Dropout = 0;
        options.ValidationFraction = 0;
        options.Epochs = 50;
    }

    private static float[] Scores(IDataView scored) => [.. scored.GetColumn<float>("Score")];
}
