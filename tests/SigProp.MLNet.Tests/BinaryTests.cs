using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using SigProp.Training;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class BinaryTests
{
    private readonly MLContext _context = new(seed: 1);

    private sealed class Answer
    {
        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }

    [Fact]
    public void Evaluate_measures_a_rare_class()
    {
        List<Curve.Row> fresh = Curve.Rows(4000, seed: 4);
        IDataView scored = Curve.Binary(_context).Fit(Curve.Load(_context, Curve.Rows(4000))).Transform(Curve.Load(_context, fresh));

        CalibratedBinaryClassificationMetrics metrics = _context.BinaryClassification.Evaluate(scored, labelColumnName: "Rare");

        double rate = fresh.Average(row => row.Rare ? 1.0 : 0.0);
        Assert.InRange(rate, 0.05, 0.15);
        Assert.InRange(metrics.AreaUnderRocCurve, 0.65, 0.85);
        Assert.InRange(metrics.LogLossReduction, 0.03, 0.5);
        Assert.InRange(metrics.Accuracy, 1 - rate - 0.01, 1);
    }

    [Fact]
    public void Another_threshold_changes_the_labels_alone_and_is_saved()
    {
        IDataView data = Curve.Load(_context, Curve.Rows(1000));
        SignalPropagationBinaryPredictionTransformer model = Curve.Binary(_context).Fit(data);
        const float Threshold = -2;

        SignalPropagationBinaryPredictionTransformer changed = _context.BinaryClassification.ChangeModelThreshold(model, Threshold);
        using var stream = new MemoryStream();
        _context.Model.Save(changed, data.Schema, stream);
        stream.Position = 0;

        float[] scores = [.. model.Transform(data).GetColumn<float>("Score")];
        Assert.Contains(scores, score => score is > Threshold and < 0);
        foreach (IDataView scored in new[] { changed.Transform(data), _context.Model.Load(stream, out _).Transform(data) })
        {
            Assert.Equal(scores, scored.GetColumn<float>("Score"));
            Assert.Equal(scores.Select(score => score > Threshold), scored.GetColumn<bool>("PredictedLabel"));
        }
    }

    [Fact]
    public void Probabilities_are_how_often_the_label_is_true()
    {
        IDataView data = Curve.Load(_context, Curve.Rows(4000));
        IDataView scored = Curve.Binary(_context).Fit(data).Transform(Curve.Load(_context, Curve.Rows(20000, seed: 4)));

        (float P, bool Rare)[] rows = [.. scored.GetColumn<float>("Probability").Zip(scored.GetColumn<bool>("Rare"))];
        foreach ((float P, bool Rare)[] tenth in rows.OrderBy(row => row.P).Chunk(2000))
        {
            Assert.InRange(tenth.Average(row => row.P) - tenth.Average(row => row.Rare ? 1f : 0f), -0.06, 0.06);
        }
    }

    [Fact]
    public void Balanced_classes_find_more_of_the_rare_one()
    {
        IDataView data = Curve.Load(_context, Curve.Rows(4000));

        double Recall(ClassWeighting weights) => _context.BinaryClassification.Evaluate(
            Curve.Binary(_context, o => o.ClassWeights = weights).Fit(data).Transform(data), labelColumnName: "Rare").PositiveRecall;

        Assert.InRange(Recall(ClassWeighting.Balanced) - Recall(ClassWeighting.None), 0.3, 1);
    }

    [Fact]
    public void The_score_is_the_logarithm_of_the_odds()
    {
        IDataView data = Curve.Load(_context);
        var model = Curve.Binary(_context).Fit(data);
        IDataView scored = model.Transform(data);
        float[] scores = [.. scored.GetColumn<float>("Score")], p = [.. scored.GetColumn<float>("Probability")];
        bool[] predicted = [.. scored.GetColumn<bool>("PredictedLabel")];
        using PredictionEngine<Curve.Row, Answer> engine = _context.Model.CreatePredictionEngine<Curve.Row, Answer>(model);

        float[] expected = new float[2];
        foreach ((Curve.Row row, int i) in Curve.Rows().Take(50).Select((row, i) => (row, i)))
        {
            Answer answer = engine.Predict(row);
            model.Model.Model.Predict(row.Features, expected);

            Assert.Equal(expected[1], p[i]);
            Assert.Equal(Math.Log(p[i] / (1.0 - p[i])), scores[i], 4);
            Assert.Equal(scores[i] > 0, predicted[i]);
            Assert.Equal((scores[i], p[i], predicted[i]), (answer.Score, answer.Probability, answer.PredictedLabel));
        }
    }

    [Fact]
    public void Odds_beyond_what_a_probability_can_say_stay_finite_and_in_order()
    {
        IDataView data = Curve.Load(_context);
        var model = Curve.Binary(_context, o => o.PiecewiseBins = 0).Fit(data);
        Curve.Row[] far = [.. Enumerable.Range(0, 5).Select(i => new Curve.Row { Features = [(float)Math.Pow(30, i), (float)Math.Pow(30, i), 0] })];

        float[] scores = [.. model.Transform(Curve.Load(_context, far)).GetColumn<float>("Score")];

        Assert.All(scores, s => Assert.True(float.IsFinite(s)));
        Assert.Equal(scores.Order(), scores);
    }

    [Fact]
    public void CrossValidate_trains_a_model_for_each_fold()
    {
        var folds = _context.BinaryClassification.CrossValidate(
            Curve.Load(_context), Curve.Binary(_context), numberOfFolds: 3, labelColumnName: "Rare");

        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.AreaUnderRocCurve, 0.6, 0.9));
    }

    [Fact]
    public void One_versus_all_takes_it()
    {
        IDataView data = Blobs.Load(_context);
        var trainer = Curve.Binary(_context, o => o.LabelColumnName = "Key");

        var model = _context.MulticlassClassification.Trainers.OneVersusAll(trainer, labelColumnName: "Key").Fit(data);

        Assert.InRange(Blobs.Accuracy(model, data), 0.95, 1);
    }

    [Fact]
    public void Rows_that_cannot_be_used_are_skipped_and_get_no_answer()
    {
        var messages = new Messages(_context);
        List<Curve.Row> rows = Curve.Rows();
        rows[3].Features[0] = float.NaN;
        IDataView data = Curve.Load(_context, rows);

        IDataView scored = Curve.Binary(_context, o => o.Epochs = 1).Fit(data).Transform(data);

        Assert.Equal(
            "Skipped 1 of the 2000 training rows: 1 with NaN or infinite features.", Assert.Single(messages.Of(ChannelMessageKind.Warning)));
        Assert.Equal((float.NaN, float.NaN, false), (
            scored.GetColumn<float>("Score").ElementAt(3), scored.GetColumn<float>("Probability").ElementAt(3),
            scored.GetColumn<bool>("PredictedLabel").ElementAt(3)));
    }

    [Theory]
    [InlineData("Absent", "Absent")]
    [InlineData("Value", "Boolean")]
    [InlineData("Features", "Boolean")]
    public void A_missing_or_unsuitable_label_column_is_named(string label, string named)
    {
        IDataView rows = Curve.Load(_context);
        IDataView data = _context.Transforms.CopyColumns("Input", "Features").Fit(rows).Transform(rows);

        var exception = Assert.ThrowsAny<ArgumentException>(
            () => Curve.Binary(_context, o => { o.LabelColumnName = label; o.FeatureColumnName = "Input"; }).Fit(data));

        Assert.Contains(label, exception.Message);
        Assert.Contains(named, exception.Message);
    }

    [Fact]
    public void One_class_is_too_few()
    {
        IDataView data = Curve.Load(_context, Curve.Rows().Where(row => !row.Rare));

        Assert.Contains("one class only", Assert.ThrowsAny<ArgumentException>(() => Curve.Binary(_context).Fit(data)).Message);
    }

    [Fact]
    public void What_is_promised_is_delivered() => Schemas.AssertKeepsPromise(Curve.Binary(_context, o => o.Epochs = 1), Curve.Load(_context));

    [Fact]
    public void PermutationFeatureImportance_finds_the_features_that_matter()
    {
        IDataView data = Curve.Load(_context, Curve.Rows(4000));
        var model = Curve.Binary(_context).Fit(data);

        // On rows that it has not seen: of those it has learned from a network knows some by what does not matter.
        IDataView others = Curve.Load(_context, Curve.Rows(4000, seed: 9));
        var importance = _context.BinaryClassification.PermutationFeatureImportance(model, others, labelColumnName: "Rare");

        Assert.Equal(3, importance.Length);
        Assert.All(importance.Take(2), feature => Assert.InRange(feature.AreaUnderRocCurve.Mean, -0.5, -0.02));
        Assert.InRange(importance[2].AreaUnderRocCurve.Mean, -0.02, 0.02);
    }

    [Fact]
    public void A_validation_set_chooses_the_network()
    {
        var model = Curve.Binary(_context).Fit(Curve.Load(_context), Curve.Load(_context, Curve.Rows(100, seed: 9)));

        Assert.Equal((2000, 100), (model.Model.TrainingReport!.TrainingRows, model.Model.TrainingReport.ValidationRows));
        Assert.Equal(["false", "true"], model.Model.Model.ClassNames);
    }
}
