using Microsoft.ML;
using Microsoft.ML.Data;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace SigProp.MLNet;

/// <summary>The columns that models add, as ML.NET's own trainers promise them before there is a model.</summary>
internal static class OutputColumns
{
    /// <summary>The column of a multiclass model that exits early.</summary>
    public const string Depth = "Depth";

    /// <summary>The column of a regression that predicts quantiles.</summary>
    public const string Quantiles = "Quantiles";

    public static SchemaShape.Column[] OfMulticlass(SchemaShape input, string labelColumn, bool withDepth)
    {
        SchemaShape.Column label = input.First(column => column.Name == labelColumn);
        IEnumerable<SchemaShape.Column> score = AnnotationUtils.AnnotationsForMulticlassScoreColumn(label);
        IEnumerable<SchemaShape.Column> predicted = label.Annotations
            .Where(annotation => annotation.Name == AnnotationUtils.Kinds.KeyValues)
            .Concat(AnnotationUtils.GetTrainerOutputAnnotation());
        SchemaShape.Column[] columns =
        [
            new(DefaultColumnNames.Score, VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape(score)),
            new(DefaultColumnNames.PredictedLabel, VectorKind.Scalar, NumberDataViewType.UInt32, true, new SchemaShape(predicted)),
        ];
        return withDepth ? [.. columns, Scalar(Depth, NumberDataViewType.Int32)] : columns;
    }

    public static SchemaShape.Column[] OfBinary() =>
    [
        Scalar(DefaultColumnNames.Score, NumberDataViewType.Single),
        Scalar(DefaultColumnNames.Probability, NumberDataViewType.Single, isNormalized: true),
        Scalar(DefaultColumnNames.PredictedLabel, BooleanDataViewType.Instance),
    ];

    public static SchemaShape.Column[] OfRegression(bool withQuantiles)
    {
        SchemaShape.Column[] columns = [Scalar(DefaultColumnNames.Score, NumberDataViewType.Single)];
        return withQuantiles
            ? [.. columns, new(Quantiles, VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape([
                new(AnnotationUtils.Kinds.SlotNames, VectorKind.Vector, TextDataViewType.Instance, false),
                .. AnnotationUtils.GetTrainerOutputAnnotation()]))]
            : columns;
    }

    private static SchemaShape.Column Scalar(string name, DataViewType type, bool isNormalized = false)
        => new(name, VectorKind.Scalar, type, false, new SchemaShape(AnnotationUtils.GetTrainerOutputAnnotation(isNormalized)));
}
