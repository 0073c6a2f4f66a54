using Microsoft.ML;
using Microsoft.ML.Runtime;
using SigProp.Training;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class ValidationTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void A_validation_set_is_measured_and_chooses_the_network()
    {
        var messages = new Messages(_context);
        List<Blobs.Row> validation = Blobs.Rows(60);
        validation[0].Number = 3;
        validation[1].Number = float.NaN;
        validation[2].Features[0] = float.NaN;

        var model = Blobs.Trainer(_context, "Number", change: o => { o.Patience = 2; o.Epochs = 200; })
            .Fit(Blobs.Load(_context), Blobs.Load(_context, validation));

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
        IDataView data = Blobs.Load(_context);
        IDataView narrow = _context.Transforms.Concatenate("Features", "Number", "Number").Fit(data).Transform(data);

        var exception = Assert.Throws<ArgumentException>(() => Blobs.Trainer(_context, "Key").Fit(data, narrow));

        Assert.Contains("validation data has 2 features; that of the training data has 4", exception.Message);
    }

    [Fact]
    public void A_validation_set_with_keys_of_its_own_is_refused()
    {
        var keys = _context.Transforms.Conversion.MapValueToKey("Label", "Name");
        IDataView data = Blobs.Load(_context);
        IDataView reversed = Blobs.Load(_context, Blobs.Rows().AsEnumerable().Reverse());

        var exception = Assert.Throws<ArgumentException>(
            () => Blobs.Trainer(_context, "Label").Fit(keys.Fit(data).Transform(data), keys.Fit(reversed).Transform(reversed)));

        Assert.Contains("the same, fitted MapValueToKey", exception.Message);
    }

    [Fact]
    public void Held_out_rows_choose_the_network_too()
    {
        var model = Blobs.Trainer(_context, "Key", change: o => o.ValidationFraction = 0.2).Fit(Blobs.Load(_context));

        Assert.Equal((240, 60), (model.Model.TrainingReport!.TrainingRows, model.Model.TrainingReport.ValidationRows));
    }
}
