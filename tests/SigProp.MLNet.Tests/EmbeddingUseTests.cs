using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>What embeddings are for, on the digits.</summary>
public sealed class EmbeddingUseTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly DataOperationsCatalog.TrainTestData _split;

    public EmbeddingUseTests()
    {
        IDataView data = Digits.Load(_context);
        _split = _context.Data.TrainTestSplit(Digits.Keys(_context).Fit(data).Transform(data), testFraction: 0.2, seed: 0);
    }

    private sealed class Digit
    {
        public uint Label { get; set; }

        public uint PredictedLabel { get; set; }
    }

    [Fact]
    public void Another_trainer_is_about_as_good_on_it_as_the_network()
    {
        var trained = Trainer().Fit(_split.TrainSet);
        double own = Accuracy(trained);

        double other = Accuracy(_context.Transforms.SigPropEmbedding("Embedding", trained)
            .Append(_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Embedding")).Fit(_split.TrainSet));

        Assert.InRange(own, 0.95, 1);
        Assert.InRange(other, own - 0.015, 1);
    }

    [Fact]
    public void Clusters_are_digits_rather_than_those_of_the_pixels()
    {
        double pixels = Information("Features", _context.Clustering.Trainers.KMeans(KMeans("Features")));

        double embedded = Information(
            "Embedding", _context.Transforms.SigPropEmbedding("Embedding", Trainer()).Append(_context.Clustering.Trainers.KMeans(KMeans("Embedding"))));

        Assert.InRange(pixels, 0.5, 0.85);
        Assert.InRange(embedded, pixels + 0.1, 1);
    }

    [Fact]
    public Task A_fresh_process_loads_it_without_any_registration()
    {
        IDataView data = Digits.Load(_context);
        var model = Digits.Keys(_context)
            .Append(_context.Transforms.SigPropEmbedding("Embedding", Quick()))
            .Append(_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "Embedding"))
            .Fit(data);
        return FreshProcess.AssertScoresAlike(_context, model, data);
    }

    [Fact]
    public void Rows_that_resemble_no_other_are_found()
    {
        var pipeline = _context.Transforms.SigPropEmbedding("Embedding", Trainer())
            .Append(_context.AnomalyDetection.Trainers.RandomizedPca("Embedding", rank: 10, ensureZeroMean: true, seed: 1));

        IDataView scored = pipeline.Fit(_split.TrainSet).Transform(_split.TestSet);

        Assert.Equal(64, ((VectorDataViewType)scored.Schema["Embedding"].Type).Size);
        Assert.All(scored.GetColumn<float>("Score"), score => Assert.InRange(score, 0, 1));
    }

    private SignalPropagationTrainer Trainer()
        => _context.MulticlassClassification.Trainers.SignalPropagation(hiddenLayers: [128, 64], epochs: 15);

    private SignalPropagationTrainer Quick() => _context.MulticlassClassification.Trainers.SignalPropagation(Digits.Quick);

    private static KMeansTrainer.Options KMeans(string features)
        => new() { FeatureColumnName = features, NumberOfClusters = 10, NumberOfThreads = 1 };

    private double Accuracy(ITransformer model) => _context.MulticlassClassification.Evaluate(model.Transform(_split.TestSet)).MicroAccuracy;

    /// <summary>The normalised mutual information of digits and clusters of the rows held out.</summary>
    private double Information(string name, IEstimator<ITransformer> pipeline)
    {
        IDataView scored = pipeline.Fit(_split.TrainSet).Transform(_split.TestSet);
        Digit[] rows = [.. _context.Data.CreateEnumerable<Digit>(scored, reuseRowObject: false)];
        Assert.NotNull(scored.Schema.GetColumnOrNull(name));

        // 2 I(a, b) / (H(a) + H(b)), where I = H(a) + H(b) - H(a, b)
        double digits = Entropy(rows.GroupBy(r => (r.Label, 0u))), clusters = Entropy(rows.GroupBy(r => (r.PredictedLabel, 0u)));
        double both = Entropy(rows.GroupBy(r => (r.Label, r.PredictedLabel)));
        return 2 * (digits + clusters - both) / (digits + clusters);

        double Entropy(IEnumerable<IGrouping<(uint, uint), Digit>> groups)
            => -groups.Select(g => (double)g.Count() / rows.Length).Sum(p => p * Math.Log(p));
    }
}
