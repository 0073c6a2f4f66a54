using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>Early exit from a network that was trained before.</summary>
public sealed class EarlyExitTransformTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void A_trained_model_answers_at_a_layer_beside_itself()
    {
        IDataView data = Keyed();
        var model = Trainer().Fit(data);
        IDataView scored = _context.Transforms.SigPropEarlyExit(model, layer: 1, scoreColumnName: "ScoreOf1", predictedLabelColumnName: "LabelOf1", depthColumnName: "Layer")
            .Fit(model.Transform(data)).Transform(model.Transform(data));
        IDataView expected = Trainer(o => o.ExitLayer = 1).Fit(data).Transform(data);

        Assert.Equal(expected.GetColumn<float[]>("Score"), scored.GetColumn<float[]>("ScoreOf1"));
        Assert.Equal(expected.GetColumn<uint>("PredictedLabel"), scored.GetColumn<uint>("LabelOf1"));
        Assert.All(scored.GetColumn<int>("Layer"), layer => Assert.Equal(1, layer));
        Assert.Equal(model.Transform(data).GetColumn<float[]>("Score"), scored.GetColumn<float[]>("Score"));
        VBuffer<ReadOnlyMemory<char>> names = default;
        scored.Schema["ScoreOf1"].GetSlotNames(ref names);
        Assert.Equal(["ash", "birch", "cedar"], names.DenseValues().Select(n => n.ToString()));
        scored.Schema["LabelOf1"].GetKeyValues(ref names);
        Assert.Equal(["ash", "birch", "cedar"], names.DenseValues().Select(n => n.ToString()));
        Assert.InRange(_context.MulticlassClassification.Evaluate(scored, "NameKey", "ScoreOf1", predictedLabelColumnName: "LabelOf1").MicroAccuracy, 0.9, 1);
    }

    [Fact]
    public void A_margin_gives_what_the_option_gives_and_is_saved()
    {
        IDataView data = Keyed();
        var model = Trainer().Fit(data);
        IDataView expected = Trainer(o => o.EarlyExitMargin = 0.4).Fit(data).Transform(data);

        SignalPropagationPredictionTransformer early = _context.Transforms.SigPropEarlyExit(model, margin: 0.4, depthColumnName: "Layer").Fit(data);
        using var stream = new MemoryStream();
        _context.Model.Save(early, data.Schema, stream);
        stream.Position = 0;
        IDataView scored = _context.Model.Load(stream, out _).Transform(data);

        Assert.Equal(expected.GetColumn<float[]>("Score"), scored.GetColumn<float[]>("Score"));
        Assert.Equal(expected.GetColumn<int>("Depth"), scored.GetColumn<int>("Layer"));
        Assert.Equal(Schemas.Describe(Schemas.Shape(early.Transform(data).Schema)), Schemas.Describe(Schemas.Shape(scored.Schema)));
    }

    [Fact]
    public void What_is_promised_is_delivered()
    {
        IDataView data = Keyed();

        Schemas.AssertKeepsPromise(
            _context.Transforms.SigPropEarlyExit(Trainer().Fit(data), margin: 0.5, scoreColumnName: "Early", predictedLabelColumnName: "Guess"), data);
        Schemas.AssertKeepsPromise(Trainer(o => o.ExitLayer = 2), data);
    }

    [Fact]
    public void A_chosen_layer_is_saved_with_the_model()
    {
        IDataView data = Keyed();
        var model = Trainer(o => o.ExitLayer = 1).Fit(data);
        using var stream = new MemoryStream();
        _context.Model.Save(model, data.Schema, stream);
        stream.Position = 0;

        var loaded = Assert.IsType<SignalPropagationPredictionTransformer>(_context.Model.Load(stream, out _));

        Assert.Equal(1, loaded.Model.ExitLayer);
        Assert.Null(loaded.Model.EarlyExitMargin);
        Assert.Equal(0.25, loaded.Model.WithEarlyExit(0.25).EarlyExitMargin);
        Assert.Equal(2, loaded.Model.WithExit(2).ExitLayer);
    }

    [Fact]
    public void What_cannot_be_is_refused_in_a_sentence()
    {
        IDataView data = Keyed();
        var model = Trainer().Fit(data);
        var binary = _context.BinaryClassification.Trainers.SignalPropagation("Rare", hiddenLayers: [8], epochs: 1).Fit(Curve.Load(_context));
        string MessageOf(ITransformer trained, double? margin, int? layer)
            => Assert.ThrowsAny<ArgumentException>(() => _context.Transforms.SigPropEarlyExit(trained, margin, layer)).Message;
        string OptionsOf(Action<SignalPropagationTrainer.Options> change) => Assert.Throws<ConfigurationException>(() => Trainer(change)).Message;

        Assert.Contains("Either a margin or a layer", MessageOf(model, null, null));
        Assert.Contains("Either a margin or a layer", MessageOf(model, 0.5, 1));
        Assert.Contains("The margin is 1.5", MessageOf(model, 1.5, null));
        Assert.Contains("The layer is 3; it must lie between 1 and the number of layers, 2", MessageOf(model, null, 3));
        Assert.Contains("is not that of a signal propagation trainer of several classes", MessageOf(binary, 0.5, null));
        Assert.Contains("ExitLayer is 3; it must lie between 1 and the number of layers, 2", OptionsOf(o => o.ExitLayer = 3));
        Assert.Contains("EarlyExitMargin and ExitLayer are both set", OptionsOf(o => (o.ExitLayer, o.EarlyExitMargin) = (1, 0.5)));
        Assert.Contains("ExitLayer and TreeBudget are both set", OptionsOf(o => (o.ExitLayer, o.TreeBudget, o.Head) = (1, 0, HeadKind.NearestTarget)));
    }

    [Fact]
    public void Columns_have_names_of_their_own()
    {
        var model = Trainer().Fit(Keyed());
        string MessageOf(string score, string label, string depth) => Assert.Throws<ArgumentException>(
            () => _context.Transforms.SigPropEarlyExit(
                model, layer: 1, scoreColumnName: score, predictedLabelColumnName: label, depthColumnName: depth)).Message;

        Assert.Equal("The columns to add are called 'A', 'A' and 'B'; each needs a name of its own.", MessageOf("A", "A", "B"));
        Assert.Equal("The columns to add are called 'A', 'B' and 'A'; each needs a name of its own.", MessageOf("A", "B", "A"));
        Assert.Equal("The columns to add are called 'B', 'A' and 'A'; each needs a name of its own.", MessageOf("B", "A", "A"));
    }

    private IDataView Keyed()
    {
        IDataView rows = Blobs.Load(_context);
        return _context.Transforms.Conversion.MapValueToKey("NameKey", "Name").Fit(rows).Transform(rows);
    }

    private SignalPropagationTrainer Trainer(Action<SignalPropagationTrainer.Options>? change = null) => Blobs.Trainer(_context, "NameKey", change: o =>
    {
        (o.HiddenLayers, o.Epochs) = ([16, 16], 5);
        change?.Invoke(o);
    });
}
