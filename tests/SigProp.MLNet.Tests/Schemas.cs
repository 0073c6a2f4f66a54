using System.Reflection;
using Microsoft.ML;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>Compares the schema that a trainer promises with what its model delivers.</summary>
internal static class Schemas
{
    public static void AssertKeepsPromise(IEstimator<ITransformer> trainer, IDataView data)
    {
        SchemaShape promised = trainer.GetOutputSchema(Shape(data.Schema));
        ITransformer model = trainer.Fit(data);

        Assert.Equal(Describe(promised), Describe(Shape(model.Transform(data).Schema)));
        Assert.Equal(Describe(promised), Describe(Shape(model.GetOutputSchema(data.Schema))));
    }

    public static SchemaShape Shape(DataViewSchema schema)
        => (SchemaShape)typeof(SchemaShape).GetMethod("Create", BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, [schema])!;

    public static string[] Describe(SchemaShape shape, string indent = "")
        => [.. shape.OrderBy(c => c.Name, StringComparer.Ordinal).SelectMany(
            c => (string[])[$"{indent}{c.Name} {c.Kind} {c.ItemType} {c.IsKey}", .. Describe(c.Annotations, indent + "  ")])];
}
