using Microsoft.ML;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>What a prediction engine allocates for a row: ML.NET's own share, which a trainer of its own shows, and nothing more.</summary>
public sealed class ScoringAllocationTests
{
    private const int Calls = 10_000;

    private readonly MLContext _context = new(seed: 1);

    private sealed class Classes
    {
        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }

    private sealed class Odds
    {
        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class Value
    {
        public float Score { get; set; }
    }

    [Fact]
    public void Several_classes()
    {
        IDataView data = Load();
        long own = AllocatedBy<Classes>(_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Key").Fit(data));

        Assert.Equal(own, AllocatedBy<Classes>(Blobs.Trainer(_context, "Key", change: o => o.Epochs = 1).Fit(data)));
        Assert.Equal(own, AllocatedBy<Classes>(Blobs.Trainer(_context, "Key", change: o => (o.Epochs, o.EarlyExitMargin) = (1, 0.5)).Fit(data)));
        Assert.Equal(own, AllocatedBy<Classes>(Blobs.Trainer(_context, "Key", change: o => (o.Epochs, o.ExitLayer) = (1, 1)).Fit(data)));
    }

    [Fact]
    public void Two_classes()
    {
        IDataView data = Load();

        Assert.Equal(
            AllocatedBy<Odds>(_context.BinaryClassification.Trainers.LbfgsLogisticRegression("IsAsh").Fit(data)),
            AllocatedBy<Odds>(_context.BinaryClassification.Trainers.SignalPropagation("IsAsh", hiddenLayers: [16], epochs: 1).Fit(data)));
    }

    [Fact]
    public void A_value()
    {
        IDataView data = Load();

        Assert.Equal(
            AllocatedBy<Value>(_context.Regression.Trainers.LbfgsPoissonRegression("Number").Fit(data)),
            AllocatedBy<Value>(_context.Regression.Trainers.SignalPropagation("Number", hiddenLayers: [16], epochs: 1).Fit(data)));
    }

    private IDataView Load() => _context.Data.LoadFromEnumerable(ScoringTests.Rows(150, withNaN: false));

    private long AllocatedBy<T>(ITransformer model)
        where T : class, new()
    {
        using PredictionEngine<ScoringTests.Row, T> engine = _context.Model.CreatePredictionEngine<ScoringTests.Row, T>(model);
        ScoringTests.Row row = ScoringTests.Rows(1)[0];
        var answer = new T();
        for (int i = 0; i < 200; i++)
        {
            engine.Predict(row, ref answer);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
        {
            engine.Predict(row, ref answer);
        }

        // Tiered compilation, not a row, allocates a little now and then.
        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }
}
