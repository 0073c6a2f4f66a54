using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class PipelineTests
{
    private readonly MLContext _context = new(seed: 1);

    private sealed class Answer
    {
        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }

        public string Tree { get; set; } = "";
    }

    [Fact]
    public void Evaluate_measures_its_scores()
    {
        IDataView data = Blobs.Load(_context);
        foreach (string label in (string[])["Key", "Number"])
        {
            IDataView scored = Blobs.Trainer(_context, label).Fit(data).Transform(data);
            MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(scored, labelColumnName: label);

            Assert.InRange(metrics.MacroAccuracy, 0.95, 1);
            Assert.Equal(3, metrics.PerClassLogLoss.Count);
        }
    }

    [Fact]
    public void CrossValidate_trains_a_model_for_each_fold()
    {
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label", "Name").Append(Blobs.Trainer(_context, "Label"));

        var folds = _context.MulticlassClassification.CrossValidate(Blobs.Load(_context), pipeline, numberOfFolds: 3);

        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.MicroAccuracy, 0.95, 1));
    }

    [Fact]
    public void A_PredictionEngine_answers_as_the_batch_does()
    {
        IDataView data = Blobs.Load(_context);
        var model = _context.Transforms.Conversion.MapValueToKey("Label", "Name").Append(Blobs.Trainer(_context, "Label"))
            .Append(_context.Transforms.Conversion.MapKeyToValue("Tree", "PredictedLabel")).Fit(data);
        float[][] batch = Digits.Scores(_context, model, data);
        using PredictionEngine<Blobs.Row, Answer> engine = _context.Model.CreatePredictionEngine<Blobs.Row, Answer>(model);

        foreach ((Blobs.Row row, int i) in Blobs.Rows().Take(20).Select((row, i) => (row, i)))
        {
            Answer answer = engine.Predict(row);
            Assert.Equal(batch[i], answer.Score);
            Assert.Equal(1, answer.Score.Sum(), 5);
            Assert.Equal(row.Name, answer.Tree);
        }
    }

    [Fact]
    public void PermutationFeatureImportance_finds_the_features_that_matter()
    {
        IDataView data = Blobs.Load(_context);
        var model = Blobs.Trainer(_context, "Key").Fit(data);

        ImmutableArray<MulticlassClassificationMetricsStatistics> importance =
            _context.MulticlassClassification.PermutationFeatureImportance(model, data, labelColumnName: "Key");

        Assert.Equal(4, importance.Length);
        Assert.All(importance.Take(3), feature => Assert.InRange(feature.MicroAccuracy.Mean, -1, -0.05));
        Assert.InRange(importance[3].MicroAccuracy.Mean, -0.02, 0.02);
    }

    [Fact]
    public void Texts_and_numbers_go_through_a_usual_pipeline()
    {
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(_context.Transforms.Text.FeaturizeText("Words", "Name"))
            .Append(_context.Transforms.Categorical.OneHotEncoding("Hot", "Number"))
            .Append(_context.Transforms.Concatenate("Features", "Words", "Hot", "Features"))
            .AppendCacheCheckpoint(_context)
            .Append(Blobs.Trainer(_context, "Label"))
            .Append(_context.Transforms.Conversion.MapKeyToValue("Answer", "PredictedLabel"));
        IDataView data = Blobs.Load(_context);

        MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(pipeline.Fit(data).Transform(data));

        Assert.Equal(1, metrics.MicroAccuracy, 2);
    }

    [Fact]
    public void Scoring_in_parallel_gives_the_scores_of_one_thread()
    {
        IDataView data = Blobs.Load(_context, Blobs.Rows(5000));
        var model = Blobs.Trainer(_context, "Key", change: o => o.Epochs = 1).Fit(data);
        float[][] expected = Digits.Scores(_context, model, data);

        Parallel.For(0, 8, _ => Assert.Equal(expected, Digits.Scores(_context, model, data)));
    }

    [Fact]
    public void Asks_for_neither_normalised_nor_cached_data()
    {
        var info = Blobs.Trainer(_context, "Key").Info;

        Assert.False(info.NeedNormalization);
        Assert.False(info.WantCaching);
    }
}
