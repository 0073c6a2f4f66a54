using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Xunit;

namespace SigProp.MLNet.Tests;

public abstract class FeatureTests(string trainer) : EstimatorTests(trainer)
{
    public sealed class OfLayers() : FeatureTests(Layers);

    public sealed class OfSpikes() : FeatureTests(Spikes);

    public sealed class OfStates() : FeatureTests(States);

    [Theory]
    [InlineData("Absent")]
    [InlineData("Varying")]
    [InlineData("Number")]
    [InlineData("Name")]
    public void A_missing_or_unsuitable_feature_column_is_named(string features)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(() => Trainer("Key", features).Fit(Blobs.Load(Context)));

        Assert.Contains($"feature column '{features}'", exception.Message);
    }

    [Fact]
    public void Rows_with_features_that_are_not_finite_are_skipped_and_warned_of_once()
    {
        var messages = new Messages(Context);
        List<Blobs.Row> rows = Blobs.Rows();
        rows[0].Features[1] = float.NaN;
        rows[9].Features[0] = float.PositiveInfinity;
        rows[10].Features[3] = float.NegativeInfinity;
        rows[11].Key = 9;

        var model = Trainer("Key").Fit(Blobs.Load(Context, rows));

        Assert.Equal(296, model.Model.TrainingReport!.TrainingRows);
        Assert.Equal(
            "Skipped 4 of the 300 training rows: 1 without a label, 3 with NaN or infinite features.",
            Assert.Single(messages.Of(ChannelMessageKind.Warning)));
    }

    [Fact]
    public void No_usable_row_is_an_error_that_says_why()
    {
        List<Blobs.Row> rows = Blobs.Rows(30);
        rows.ForEach(row => row.Features[0] = float.NaN);

        Assert.Contains("30 with NaN or infinite features", Assert.Throws<InvalidOperationException>(
            () => Trainer("Key").Fit(Blobs.Load(Context, rows))).Message);
        Assert.Contains("training data has no row", Assert.Throws<InvalidOperationException>(
            () => Trainer("Key").Fit(Blobs.Load(Context, []))).Message);
    }

    [Fact]
    public void A_row_with_a_missing_feature_gets_the_missing_answer_and_leaves_others_alone()
    {
        IDataView data = Blobs.Load(Context);
        var model = Trainer("Key").Fit(data);
        List<Blobs.Row> rows = Blobs.Rows();
        rows[1].Features[2] = float.NaN;

        IDataView scored = model.Transform(Blobs.Load(Context, rows));
        float[][] scores = [.. scored.GetColumn<float[]>("Score")];

        Assert.All(scores[1], s => Assert.Equal(float.NaN, s));
        Assert.Equal(0u, scored.GetColumn<uint>("PredictedLabel").ElementAt(1));
        Assert.Equal(Digits.Scores(Context, model, data)[2], scores[2]);
    }

    [Fact]
    public void Sparse_features_score_as_dense_ones()
    {
        IDataView dense = Blobs.Load(Context);
        IDataView data = Context.Transforms.Categorical.OneHotEncoding("Hot", "Name").Fit(dense).Transform(dense);
        var model = Trainer("Key", "Hot").Fit(data);
        VBuffer<float> hot = data.GetColumn<VBuffer<float>>("Hot").ElementAt(1);
        Assert.False(hot.IsDense);

        var predictor = model.Model;
        float[] expected = new float[3];
        float[] row = hot.DenseValues().ToArray();
        ((Data.StandardScaling)predictor.Model.Encoding!).Apply(row);
        predictor.Network.Predict(row, expected);

        Assert.Equal(expected, Digits.Scores(Context, model, data)[1]);
        Assert.InRange(Blobs.Accuracy(model, data), 0.95, 1);
    }

    [Fact]
    public void Standardising_is_part_of_the_model_and_can_be_left_out()
    {
        List<Blobs.Row> rows = Blobs.Rows();
        rows.ForEach(row => row.Features = [.. row.Features.Select(f => 1000 + (100 * f))]);
        IDataView data = Blobs.Load(Context, rows);

        var with = Trainer("Key").Fit(data);
        var without = Trainer("Key", change: o => { o.Standardize = false; o.Epochs = 1; }).Fit(data);

        Assert.InRange(Blobs.Accuracy(with, data), 0.95, 1);
        Assert.NotNull(with.Model.Model.Encoding);
        Assert.Null(without.Model.Model.Encoding);
        float[] expected = new float[3];
        without.Model.Network.Predict(rows[0].Features, expected);
        Assert.Equal(expected, Digits.Scores(Context, without, data)[0]);
    }
}
