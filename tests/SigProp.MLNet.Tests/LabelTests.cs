using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Xunit;

namespace SigProp.MLNet.Tests;

public abstract class LabelTests(string trainer) : EstimatorTests(trainer)
{
    public sealed class OfLayers() : LabelTests(Layers);

    public sealed class OfSpikes() : LabelTests(Spikes);

    public sealed class OfStates() : LabelTests(States);

    [Theory]
    [InlineData("Key")]
    [InlineData("Number")]
    [InlineData("WideNumber")]
    public void A_key_and_whole_numbers_are_labels(string label)
    {
        IDataView data = Blobs.Load(Context);
        var model = Trainer(label).Fit(data);

        Assert.InRange(Blobs.Accuracy(model, data), 0.95, 1);
        Assert.Equal(["0", "1", "2"], model.Model.Model.ClassNames);
    }

    [Fact]
    public void A_key_of_texts_maps_back_to_them()
    {
        IDataView data = Blobs.Load(Context);
        var pipeline = Context.Transforms.Conversion.MapValueToKey("Label", "Name")
            .Append(Trainer("Label"))
            .Append(Context.Transforms.Conversion.MapKeyToValue("Answer", "PredictedLabel"));

        IDataView scored = pipeline.Fit(data).Transform(data);

        double right = scored.GetColumn<string>("Answer").Zip(scored.GetColumn<string>("Name"), (a, n) => a == n ? 1.0 : 0.0).Average();
        Assert.InRange(right, 0.95, 1);
    }

    [Fact]
    public void A_key_of_numbers_names_the_classes()
    {
        IDataView rows = Blobs.Load(Context);
        IDataView data = Context.Transforms.Conversion.MapValueToKey("Label", "WideNumber").Fit(rows).Transform(rows);

        Assert.Equal(["0", "1", "2"], Trainer("Label").Fit(data).Model.Model.ClassNames);
    }

    [Fact]
    public void A_key_whose_number_of_values_is_unknown_is_refused()
    {
        var definition = SchemaDefinition.Create(typeof(Blobs.Row));
        definition["Key"].ColumnType = new KeyDataViewType(typeof(uint), uint.MaxValue);
        IDataView data = Context.Data.LoadFromEnumerable(Blobs.Rows(), definition);

        var exception = Assert.Throws<ArgumentException>(() => Trainer("Key").Fit(data));

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

        var exception = Assert.Throws<ArgumentException>(() => Trainer("Number").Fit(Blobs.Load(Context, rows)));

        Assert.Contains($"'Number' holds {named}", exception.Message.Replace("∞", "Infinity"));
    }

    [Fact]
    public void Rows_without_a_label_are_skipped_and_counted()
    {
        var messages = new Messages(Context);
        List<Blobs.Row> rows = Blobs.Rows();
        rows[3].Key = 9;
        rows[4].Number = float.NaN;

        Assert.Equal(299, Trainer("Key").Fit(Blobs.Load(Context, rows)).Model.TrainingReport!.TrainingRows);
        Assert.Equal(299, Trainer("Number").Fit(Blobs.Load(Context, rows)).Model.TrainingReport!.TrainingRows);

        Assert.Equal(Enumerable.Repeat("Skipped 1 of the 300 training rows: 1 without a label.", 2), messages.Of(ChannelMessageKind.Warning));
    }

    [Theory]
    [InlineData("Absent", "Absent")]
    [InlineData("Name", "Key<UInt32>, or Single or Double")]
    [InlineData("Features", "Key<UInt32>, or Single or Double")]
    public void A_missing_or_unsuitable_label_column_is_named(string label, string named)
    {
        IDataView data = Context.Transforms.CopyColumns("Input", "Features").Fit(Blobs.Load(Context)).Transform(Blobs.Load(Context));

        var exception = Assert.ThrowsAny<ArgumentException>(() => Trainer(label, "Input").Fit(data));

        Assert.Contains(label, exception.Message);
        Assert.Contains(named, exception.Message);
    }

    [Fact]
    public void One_class_is_too_few()
    {
        List<Blobs.Row> rows = [.. Blobs.Rows().Where(r => r.Key == 0)];

        Assert.Contains("one class only", Assert.ThrowsAny<ArgumentException>(
            () => Trainer("Number").Fit(Blobs.Load(Context, rows))).Message);
        Assert.Contains("one class only", Assert.ThrowsAny<ArgumentException>(
            () => Trainer("Key").Fit(Blobs.Load(Context, rows))).Message);
    }
}
