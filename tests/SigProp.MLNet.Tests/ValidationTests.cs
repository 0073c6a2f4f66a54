using Microsoft.ML;
using Microsoft.ML.Runtime;
using SigProp.Training;
using Xunit;

namespace SigProp.MLNet.Tests;

public abstract class ValidationTests(string trainer) : EstimatorTests(trainer)
{
    public sealed class OfLayers() : ValidationTests(Layers);

    public sealed class OfSpikes() : ValidationTests(Spikes);

    public sealed class OfStates() : ValidationTests(States);

    [Fact]
    public void A_validation_set_is_measured_and_chooses_the_network()
    {
        var messages = new Messages(Context);
        List<Blobs.Row> validation = Blobs.Rows(60);
        validation[0].Number = 3;
        validation[1].Number = float.NaN;
        validation[2].Features[0] = float.NaN;

        var model = Trainer("Number", change: o => { o.Patience = 2; o.Epochs = 200; })
            .Fit(Blobs.Load(Context), Blobs.Load(Context, validation));

        TrainingReport report = model.Model.TrainingReport!;
        Assert.Equal((300, 57), (report.TrainingRows, report.ValidationRows));
        Assert.All(report.Epochs, e => Assert.NotEmpty(e.Validation));
        Assert.Contains(messages.Of(ChannelMessageKind.Info), m => m.Contains("; validation loss ", StringComparison.Ordinal));
        Assert.Equal(
            "Skipped 3 of the 60 validation rows: 1 without a label, 1 of a class that the training data does not have, 1 with NaN or infinite features.",
            Assert.Single(messages.Of(ChannelMessageKind.Warning)));
    }

    [Fact]
    public void A_validation_set_of_another_width_is_refused()
    {
        IDataView data = Blobs.Load(Context);
        IDataView narrow = Context.Transforms.Concatenate("Features", "Number", "Number").Fit(data).Transform(data);

        var exception = Assert.Throws<ArgumentException>(() => Trainer("Key").Fit(data, narrow));

        Assert.Contains("validation data has 2 features; that of the training data has 4", exception.Message);
    }

    [Fact]
    public void A_validation_set_with_keys_of_its_own_is_refused()
    {
        var keys = Context.Transforms.Conversion.MapValueToKey("Label", "Name");
        IDataView data = Blobs.Load(Context);
        IDataView reversed = Blobs.Load(Context, Blobs.Rows().AsEnumerable().Reverse());

        var exception = Assert.Throws<ArgumentException>(
            () => Trainer("Label").Fit(keys.Fit(data).Transform(data), keys.Fit(reversed).Transform(reversed)));

        Assert.Contains("the same, fitted MapValueToKey", exception.Message);
    }

    [Fact]
    public void Held_out_rows_choose_the_network_too()
    {
        var model = Trainer("Key", change: o => o.ValidationFraction = 0.2).Fit(Blobs.Load(Context));

        Assert.Equal((240, 60), (model.Model.TrainingReport!.TrainingRows, model.Model.TrainingReport.ValidationRows));
    }
}
