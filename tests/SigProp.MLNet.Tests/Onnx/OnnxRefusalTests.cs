using Microsoft.ML;
using Xunit;

namespace SigProp.MLNet.Tests.Onnx;

/// <summary>What has no ONNX graph is refused with the reason, and nothing is written.</summary>
public sealed class OnnxRefusalTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData(EstimatorTests.Spikes, "a spiking network charges and fires in steps of time")]
    [InlineData(EstimatorTests.States, "a network of coupled states settles")]
    public void Other_kinds_of_networks(string trainer, string reason)
        => AssertRefused(Blobs.TrainerOf(_context, trainer, "Key", change: o => o.Epochs = 1).Fit(Blobs.Load(_context)), Blobs.Load(_context), reason);

    [Fact]
    public void A_search_by_a_tree()
    {
        var model = Blobs.Trainer(_context, "Key", change: o => (o.Head, o.TreeBudget, o.Epochs) = (HeadKind.NearestTarget, 0, 1)).Fit(Blobs.Load(_context));

        AssertRefused(model, Blobs.Load(_context), "it searches its targets by a tree");
    }

    [Fact]
    public void Quantiles()
    {
        IDataView data = Curve.Load(_context, Curve.Rows(300));
        AssertRefused(Curve.Regression(_context, o => (o.Quantiles, o.Epochs) = ([0.1, 0.9], 1)).Fit(data), data, "its column Quantiles");
    }

    [Fact]
    public void Features_that_come_of_a_transform_without_a_graph()
    {
        IDataView data = Blobs.Load(_context);
        var pipeline = _context.Transforms.NormalizeBinning("Binned", "Features")
            .Append(Blobs.Trainer(_context, "Key", "Binned", o => (o.EarlyExitMargin, o.Epochs) = (0.5, 1)));

        AssertRefused(pipeline.Fit(data), data, "its column 'Binned' comes of a transform that cannot be exported");
    }

    [Fact]
    public void In_a_pipeline_that_goes_on()
    {
        IDataView data = Blobs.Load(_context);
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(Blobs.TrainerOf(_context, EstimatorTests.Spikes, "Label", change: o => o.Epochs = 1))
            .Append(_context.Transforms.Conversion.MapKeyToValue("Answer", "PredictedLabel"));

        AssertRefused(pipeline.Fit(data), data, "a spiking network charges and fires in steps of time");
    }

    private void AssertRefused(ITransformer model, IDataView data, string reason)
    {
        using var stream = new MemoryStream();
        foreach (Action convert in (Action[])[() => _context.Model.ConvertToOnnx(model, data, stream), () => _context.Model.ConvertToOnnx(model, data, stream, "Features")])
        {
            NotSupportedException exception = Assert.Throws<NotSupportedException>(convert);
            Assert.StartsWith("The model cannot be exported to ONNX: ", exception.Message);
            Assert.Contains(reason, exception.Message);
            Assert.Equal(0, stream.Length);
        }
    }
}
