using System.Collections.Immutable;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

public abstract class PipelineTests(string trainer) : EstimatorTests(trainer)
{
    public sealed class OfLayers() : PipelineTests(Layers);

    public sealed class OfSpikes() : PipelineTests(Spikes);

    public sealed class OfStates() : PipelineTests(States);

    private sealed class Answer
    {
        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }

        public string Tree { get; set; } = "";
    }

    [Fact]
    public void Evaluate_measures_its_scores()
    {
        IDataView data = Blobs.Load(Context);
        foreach (string label in (string[])["Key", "Number"])
        {
            IDataView scored = Trainer(label).Fit(data).Transform(data);
            MulticlassClassificationMetrics metrics = Context.MulticlassClassification.Evaluate(scored, labelColumnName: label);

            Assert.InRange(metrics.MacroAccuracy, 0.95, 1);
            Assert.Equal(3, metrics.PerClassLogLoss.Count);
        }
    }

    [Fact]
    public void CrossValidate_trains_a_model_for_each_fold()
    {
        var pipeline = Context.Transforms.Conversion.MapValueToKey("Label", "Name").Append(Trainer("Label"));

        var folds = Context.MulticlassClassification.CrossValidate(Blobs.Load(Context), pipeline, numberOfFolds: 3);

        Assert.Equal(3, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Metrics.MicroAccuracy, 0.95, 1));
    }

    [Fact]
    public void A_PredictionEngine_answers_as_the_batch_does()
    {
        IDataView data = Blobs.Load(Context);
        var model = Context.Transforms.Conversion.MapValueToKey("Label", "Name").Append(Trainer("Label"))
            .Append(Context.Transforms.Conversion.MapKeyToValue("Tree", "PredictedLabel")).Fit(data);
        float[][] batch = Digits.Scores(Context, model, data);
        using PredictionEngine<Blobs.Row, Answer> engine = Context.Model.CreatePredictionEngine<Blobs.Row, Answer>(model);

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
        IDataView data = Blobs.Load(Context);
        var model = Trainer("Key").Fit(data);

        ImmutableArray<MulticlassClassificationMetricsStatistics> importance =
            Context.MulticlassClassification.PermutationFeatureImportance(model, data, labelColumnName: "Key");

        Assert.Equal(4, importance.Length);
        Assert.All(importance.Take(3), feature => Assert.InRange(feature.MicroAccuracy.Mean, -1, -0.05));
        Assert.InRange(importance[3].MicroAccuracy.Mean, -0.02, 0.02);
    }

    [Fact]
    public void Texts_and_numbers_go_through_a_usual_pipeline()
    {
        var pipeline = Context.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(Context.Transforms.Text.FeaturizeText("Words", "Name"))
            .Append(Context.Transforms.Categorical.OneHotEncoding("Hot", "Number"))
            .Append(Context.Transforms.Concatenate("Features", "Words", "Hot", "Features"))
            .AppendCacheCheckpoint(Context)
            .Append(Trainer("Label"))
            .Append(Context.Transforms.Conversion.MapKeyToValue("Answer", "PredictedLabel"));
        IDataView data = Blobs.Load(Context);

        MulticlassClassificationMetrics metrics = Context.MulticlassClassification.Evaluate(pipeline.Fit(data).Transform(data));

        Assert.Equal(1, metrics.MicroAccuracy, 2);
    }

    [Fact]
    public void Scoring_in_parallel_gives_the_scores_of_one_thread()
    {
        IDataView data = Blobs.Load(Context, Blobs.Rows(5000));
        var model = Trainer("Key", change: o => o.Epochs = 1).Fit(data);
        float[][] expected = Digits.Scores(Context, model, data);

        Parallel.For(0, 8, _ => Assert.Equal(expected, Digits.Scores(Context, model, data)));
    }

    [Fact]
    public void Asks_for_neither_normalised_nor_cached_data()
    {
        var info = Trainer("Key").Info;

        Assert.False(info.NeedNormalization);
        Assert.False(info.WantCaching);
    }
}
