using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>One split of the rows, with features made from what the training rows tell.</summary>
/// <param name="Featurizer">Makes the features.</param>
/// <param name="Train">The rows to train on, in memory.</param>
/// <param name="Test">The rows to test on, in memory.</param>
/// <param name="Rows">The rows before features were made of them.</param>
internal sealed record Fold(ITransformer Featurizer, IDataView Train, IDataView Test, IDataView Rows)
{
    /// <summary>Makes the features of a split.</summary>
    public static Fold Create(MLContext context, FeatureRecipe recipe, ComparedLabels labels, ComparisonColumns columns, int[] foldOf, int fold)
    {
        var train = new RowSubset(labels.Data, [.. foldOf.Select(f => f >= 0 && f != fold)]);
        var test = new RowSubset(labels.Data, [.. foldOf.Select(f => f == fold)]);
        ITransformer featurizer = recipe.Create(context).Fit(train);
        return new Fold(featurizer, Cache(context, featurizer.Transform(train), columns), Cache(context, featurizer.Transform(test), columns), train);
    }

    // Read once here, so that no trainer pays for what all use.
    private static IDataView Cache(MLContext context, IDataView rows, ComparisonColumns columns)
    {
        IDataView cached = context.Data.Cache(
            context.Transforms.SelectColumns(columns.Label, columns.Features).Fit(rows).Transform(rows), columns.Label, columns.Features);
        using DataViewRowCursor cursor = cached.GetRowCursor([cached.Schema[columns.Label], cached.Schema[columns.Features]]);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(cached.Schema[columns.Features]);
        VBuffer<float> features = default;
        while (cursor.MoveNext())
        {
            getter(ref features);
        }

        return cached;
    }
}
