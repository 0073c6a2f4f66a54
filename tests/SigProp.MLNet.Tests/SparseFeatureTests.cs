using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class SparseFeatureTests
{
    private sealed class Row
    {
        [VectorType(20)]
        public VBuffer<float> Features { get; set; }

        [KeyType(3)]
        public uint Label { get; set; }
    }

    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Rows_that_store_no_zeros_are_learned_and_scored_as_those_that_do()
    {
        List<Row> sparse = Rows();
        List<Row> dense = [.. sparse.Select(row => new Row { Features = new VBuffer<float>(20, [.. row.Features.DenseValues()]), Label = row.Label })];
        Assert.All(sparse, row => Assert.False(row.Features.IsDense));
        var trainer = _context.MulticlassClassification.Trainers.SignalPropagation(new SignalPropagationTrainer.Options { HiddenLayers = [32], Epochs = 15, LearningRate = 0.01f });

        IDataView[] data = [.. ((List<Row>[])[sparse, dense]).Select(rows => _context.Data.LoadFromEnumerable(rows))];
        var model = trainer.Fit(data[0]);

        Assert.Equal(Digits.Scores(_context, model, data[1]), Digits.Scores(_context, model, data[0]));
        Assert.Equal(Digits.Scores(_context, trainer.Fit(data[1]), data[0]), Digits.Scores(_context, model, data[0]));
        Assert.InRange(_context.MulticlassClassification.Evaluate(model.Transform(data[0])).MicroAccuracy, 0.95, 1);
    }

    private static List<Row> Rows()
    {
        var random = new Random(6);
        return [.. Enumerable.Range(0, 300).Select(i =>
        {
            // One of the five features of the class, and one of five that say nothing.
            int[] indices = [(i % 3 * 5) + random.Next(5), 15 + random.Next(5)];
            return new Row { Features = new VBuffer<float>(20, 2, [1 + random.NextSingle(), random.NextSingle()], indices), Label = (uint)(i % 3) };
        })];
    }
}
