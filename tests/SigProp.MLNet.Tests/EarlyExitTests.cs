using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class EarlyExitTests
{
    private readonly MLContext _context = new(seed: 1);

    private sealed class Answer
    {
        public float[] Score { get; set; } = [];

        public int Depth { get; set; }
    }

    [Fact]
    public void A_margin_of_0_stops_at_the_first_layer()
    {
        IDataView data = Digits.Load(_context);
        var model = Train(data, 0);

        IDataView scored = model.Transform(data);

        Assert.All(scored.GetColumn<int>("Depth"), depth => Assert.Equal(1, depth));
        float[] expected = new float[10], row = [.. data.GetColumn<float[]>("Features").First()];
        Network network = model.LastTransformer.Model.Network;
        ((Data.StandardScaling)model.LastTransformer.Model.Model.Encoding!).Apply(row);
        network.PredictAtExit(row, expected, exit: 1);
        Assert.Equal(expected, scored.GetColumn<float[]>("Score").First());
    }

    [Fact]
    public void Rows_leave_where_a_layer_is_sure_and_are_told_alike_by_the_engine()
    {
        IDataView data = Digits.Load(_context);
        var model = Train(data, 0.9);
        IDataView scored = model.Transform(data);
        int[] depths = [.. scored.GetColumn<int>("Depth")];
        float[][] scores = [.. scored.GetColumn<float[]>("Score")];

        Assert.Equal([1, 2, 3], depths.Distinct().Order());
        Assert.All(scores.Zip(depths), row => Assert.True(row.Second == 3 || row.First.Max() - row.First.Order().ElementAt(8) >= 0.9f));
        MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(scored);
        Assert.InRange(metrics.MicroAccuracy, 0.95, 1);

        using PredictionEngine<Digit, Answer> engine = _context.Model.CreatePredictionEngine<Digit, Answer>(model);
        foreach ((float[] features, int i) in data.GetColumn<float[]>("Features").Take(50).Select((f, i) => (f, i)))
        {
            Answer answer = engine.Predict(new Digit { Features = features });
            Assert.Equal(depths[i], answer.Depth);
            Assert.Equal(scores[i], answer.Score);
        }
    }

    [Fact]
    public void A_row_without_an_answer_has_no_depth()
    {
        List<Blobs.Row> rows = Blobs.Rows();
        rows[1].Features[2] = float.NaN;
        var model = Blobs.Trainer(_context, "Key", change: o => o.EarlyExitMargin = 0.5).Fit(Blobs.Load(_context));

        IDataView scored = model.Transform(Blobs.Load(_context, rows));

        Assert.Equal(0, scored.GetColumn<int>("Depth").ElementAt(1));
        Assert.All(scored.GetColumn<float[]>("Score").ElementAt(1), s => Assert.Equal(float.NaN, s));
    }

    [Theory]
    [InlineData("Key")]
    [InlineData("Number")]
    [InlineData("NameKey")]
    public void What_is_promised_is_delivered(string label)
    {
        IDataView rows = Blobs.Load(_context);
        IDataView data = _context.Transforms.Conversion.MapValueToKey("NameKey", "Name").Fit(rows).Transform(rows);

        Schemas.AssertKeepsPromise(Blobs.Trainer(_context, label, change: o => o.EarlyExitMargin = 0.5), data);
    }

    [Fact]
    public void A_tree_finds_the_class_of_the_nearest_target()
    {
        IDataView data = Blobs.Load(_context);
        SignalPropagationTrainer Trainer(int? budget)
            => Blobs.Trainer(_context, "Key", change: o => { o.Head = HeadKind.NearestTarget; o.TreeBudget = budget; });

        IDataView compared = Trainer(null).Fit(data).Transform(data), searched = Trainer(0).Fit(data).Transform(data);

        Assert.Equal(compared.GetColumn<uint>("PredictedLabel"), searched.GetColumn<uint>("PredictedLabel"));
        Assert.All(searched.GetColumn<float[]>("Score").Zip(searched.GetColumn<uint>("PredictedLabel")), row =>
            Assert.Equal(Enumerable.Range(1, 3).Select(i => i == row.Second ? 1f : 0f), row.First));
    }

    [Fact]
    public void What_does_not_go_together_is_listed()
    {
        string MessageOf(Action<SignalPropagationTrainer.Options> change)
            => Assert.Throws<ConfigurationException>(() => Blobs.Trainer(_context, "Key", change: change)).Message;

        Assert.Contains("EarlyExitMargin is 1.5", MessageOf(o => o.EarlyExitMargin = 1.5));
        Assert.Contains("EarlyExitMargin is NaN", MessageOf(o => o.EarlyExitMargin = double.NaN));
        Assert.Contains("a tree finds no probabilities", MessageOf(
            o => { o.EarlyExitMargin = 0.5; o.TreeBudget = 0; o.Head = HeadKind.NearestTarget; }));
        Assert.Contains("no layer can answer", MessageOf(o =>
        {
            o.EarlyExitMargin = 0.5;
            o.Targets = new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput };
            o.Loss = LocalLossKind.PairsByLabel;
        }));
        Assert.Contains("TreeBudget is set", MessageOf(o => o.TreeBudget = 0));
    }

    private TransformerChain<SignalPropagationPredictionTransformer> Train(IDataView data, double margin)
    {
        SignalPropagationTrainer.Options options = Digits.Quick;
        options.HiddenLayers = [64, 64];
        options.Epochs = 8;
        options.EarlyExitMargin = margin;
        return Digits.Keys(_context).Append(_context.MulticlassClassification.Trainers.SignalPropagation(options)).Fit(data);
    }

    private sealed class Digit
    {
        [VectorType(64)]
        public float[] Features { get; set; } = [];

        [ColumnName("Digit")]
        public string Name { get; set; } = "";
    }
}
