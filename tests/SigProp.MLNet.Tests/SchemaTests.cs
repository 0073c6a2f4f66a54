using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

public abstract class SchemaTests(string trainer) : EstimatorTests(trainer)
{
    public sealed class OfLayers() : SchemaTests(Layers);

    public sealed class OfSpikes() : SchemaTests(Spikes);

    public sealed class OfStates() : SchemaTests(States);

    [Theory]
    [InlineData("Key")]
    [InlineData("Number")]
    [InlineData("NameKey")]
    [InlineData("NumberKey")]
    public void What_is_promised_is_delivered(string label)
    {
        IDataView data = Context.Transforms.Conversion.MapValueToKey("NameKey", "Name")
            .Append(Context.Transforms.Conversion.MapValueToKey("NumberKey", "WideNumber"))
            .Fit(Blobs.Load(Context)).Transform(Blobs.Load(Context));
        var trainer = Trainer(label);

        SchemaShape promised = trainer.GetOutputSchema(Schemas.Shape(data.Schema));
        DataViewSchema delivered = trainer.Fit(data).Transform(data).Schema;

        Assert.Equal(Schemas.Describe(Schemas.Shape(delivered)), Schemas.Describe(promised));
    }

    [Fact]
    public void Scores_carry_the_class_names_as_slot_names_and_training_labels()
    {
        IDataView data = Blobs.Load(Context);
        var pipeline = Context.Transforms.Conversion.MapValueToKey("Label", "Name").Append(Trainer("Label"));

        DataViewSchema.Column score = pipeline.Fit(data).Transform(data).Schema["Score"];

        VBuffer<ReadOnlyMemory<char>> names = default;
        score.GetSlotNames(ref names);
        Assert.Equal(["ash", "birch", "cedar"], names.DenseValues().Select(n => n.ToString()));
        score.Annotations.GetValue("TrainingLabelValues", ref names);
        Assert.Equal(["ash", "birch", "cedar"], names.DenseValues().Select(n => n.ToString()));
        Assert.Equal(3, ((VectorDataViewType)score.Type).Size);
    }

    [Fact]
    public void Transformed_schema_is_known_without_data()
    {
        IDataView data = Blobs.Load(Context);
        var model = Trainer("Key").Fit(data);

        Assert.Equal(Schemas.Describe(Schemas.Shape(model.Transform(data).Schema)), Schemas.Describe(Schemas.Shape(model.GetOutputSchema(data.Schema))));
    }
}
