using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class LabelTests
{
    private readonly MLContext _context = new(seed: 1);

    [Theory]
    [InlineData("Key")]
    [InlineData("Number")]
    [InlineData("WideNumber")]
    public void A_key_and_whole_numbers_are_labels(string label)
    {
        IDataView data = Blobs.Load(_context);
        var model = Blobs.Trainer(_context, label).Fit(data);

        Assert.InRange(Blobs.Accuracy(model, data), 0.95, 1);
        Assert.Equal(["0", "1", "2"], model.Model.Model.ClassNames);
    }

    [Fact]
    public void A_key_of_texts_maps_back_to_them()
    {
        IDataView data = Blobs.Load(_context);
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(Blobs.Trainer(_context, "Label"))
            .Append(_context.Transforms.Conversion.MapKeyToValue("Answer", "PredictedLabel"));

        IDataView scored = pipeline.Fit(data).Transform(data);

        double right = scored.GetColumn<string>("Answer").Zip(scored.GetColumn<string>("Name"), (a, n) => a == n ? 1.0 : 0.0).Average();
        Assert.InRange(right, 0.95, 1);
    }

    [Fact]
    public void A_key_of_numbers_names_the_classes()
    {
        var data = _context.Transforms.Conversion.MapValueToKey("Label", "WideNumber").Fit(Blobs.Load(_context)).Transform(Blobs.Load(_context));

        Assert.Equal(["0", "1", "2"], Blobs.Trainer(_context, "Label").Fit(data).Model.Model.ClassNames);
    }

    [Fact]
    public void A_key_whose_number_of_values_is_unknown_is_refused()
    {
        IDataView data = _context.Transforms.Conversion.ConvertType("Label", "Number", DataKind.Single).Fit(Blobs.Load(_context)).Transform(Blobs.Load(_context));
        var definition = SchemaDefinition.Create(typeof(Blobs.Row));
        definition["Key"].ColumnType = new KeyDataViewType(typeof(uint), uint.MaxValue);
        data = _context.Data.LoadFromEnumerable(Blobs.Rows(), definition);

        var exception = Assert.Throws<ArgumentException>(() => Blobs.Trainer(_context, "Key").Fit(data));

        Assert.Contains("'Key' is a key with 4294967295 values", exception.Message);
        Assert.Contains("MapValueToKey", exception.Message);
    }

    [Theory]
    [InlineData(0.5f, "0.5")]
    [InlineData(-1f, "-1")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    [InlineData(1e9f, "1000000000")]
    public void A_number_that_is_no_class_is_refused(float label, string named)
    {
        List<Blobs.Row> rows = Blobs.Rows();
        rows[7].Number = label;

        var exception = Assert.Throws<ArgumentException>(() => Blobs.Trainer(_context, "Number").Fit(Blobs.Load(_context, rows)));

        Assert.Contains($"'Number' holds {named}", exception.Message.Replace("∞", "Infinity"));
    }

    [Fact]
    public void Rows_without_a_label_are_skipped_and_counted()
    {
        var messages = new Messages(_context);
        List<Blobs.Row> rows = Blobs.Rows();
        rows[3].Key = 9;
        rows[4].Number = float.NaN;

        Assert.Equal(299, Blobs.Trainer(_context, "Key").Fit(Blobs.Load(_context, rows)).Model.TrainingReport!.TrainingRows);
        Assert.Equal(299, Blobs.Trainer(_context, "Number").Fit(Blobs.Load(_context, rows)).Model.TrainingReport!.TrainingRows);

        Assert.Equal(Enumerable.Repeat("Skipped 1 of the 300 training rows: 1 without a label.", 2), messages.Of(ChannelMessageKind.Warning));
    }

    [Theory]
    [InlineData("Absent", "Absent")]
    [InlineData("Name", "Key<UInt32>, or Single or Double")]
    [InlineData("Features", "Key<UInt32>, or Single or Double")]
    public void A_missing_or_unsuitable_label_column_is_named(string label, string named)
    {
        IDataView data = _context.Transforms.CopyColumns("Input", "Features").Fit(Blobs.Load(_context)).Transform(Blobs.Load(_context));

        var exception = Assert.ThrowsAny<ArgumentException>(() => Blobs.Trainer(_context, label, "Input").Fit(data));

        Assert.Contains(label, exception.Message);
        Assert.Contains(named, exception.Message);
    }

    [Fact]
    public void One_class_is_too_few()
    {
        List<Blobs.Row> rows = [.. Blobs.Rows().Where(r => r.Key == 0)];

        Assert.Contains("one class only", Assert.ThrowsAny<ArgumentException>(
            () => Blobs.Trainer(_context, "Number").Fit(Blobs.Load(_context, rows))).Message);
        Assert.Contains("one class only", Assert.ThrowsAny<ArgumentException>(
            () => Blobs.Trainer(_context, "Key").Fit(Blobs.Load(_context, rows))).Message);
    }
}
