using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class SchemaTests
{
    [Theory]
    [InlineData("Key")]
    [InlineData("Number")]
    [InlineData("NameKey")]
    [InlineData("NumberKey")]
    public void What_is_promised_is_delivered(string label)
    {
        var context = new MLContext(seed: 1);
        IDataView data = context.Transforms.Conversion.MapValueToKey("NameKey", "Name")
            .Append(context.Transforms.Conversion.MapValueToKey("NumberKey", "WideNumber"))
            .Fit(Blobs.Load(context)).Transform(Blobs.Load(context));
        SignalPropagationTrainer trainer = Blobs.Trainer(context, label);

        SchemaShape promised = trainer.GetOutputSchema(Schemas.Shape(data.Schema));
        DataViewSchema delivered = trainer.Fit(data).Transform(data).Schema;

        Assert.Equal(Schemas.Describe(Schemas.Shape(delivered)), Schemas.Describe(promised));
    }

    [Fact]
    public void Scores_carry_the_class_names_as_slot_names_and_training_labels()
    {
        var context = new MLContext(seed: 1);
        IDataView data = Blobs.Load(context);
        var pipeline = context.Transforms.Conversion.MapValueToKey("Label", "Name").Append(Blobs.Trainer(context, "Label"));

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
        var context = new MLContext(seed: 1);
        IDataView data = Blobs.Load(context);
        var model = Blobs.Trainer(context, "Key").Fit(data);

        Assert.Equal(Schemas.Describe(Schemas.Shape(model.Transform(data).Schema)), Schemas.Describe(Schemas.Shape(model.GetOutputSchema(data.Schema))));
    }
}
