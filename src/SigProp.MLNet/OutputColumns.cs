using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>The columns that a multiclass model adds, as ML.NET's own trainers promise them before there is a model.</summary>
internal static class OutputColumns
{
    public static SchemaShape.Column[] Of(SchemaShape input, string labelColumn)
    {
        SchemaShape.Column label = input.First(column => column.Name == labelColumn);
        IEnumerable<SchemaShape.Column> score = AnnotationUtils.AnnotationsForMulticlassScoreColumn(label);
        IEnumerable<SchemaShape.Column> predicted = label.Annotations
            .Where(annotation => annotation.Name == AnnotationUtils.Kinds.KeyValues)
            .Concat(AnnotationUtils.GetTrainerOutputAnnotation());
        return
        [
            new(DefaultColumnNames.Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape(score)),
            new(DefaultColumnNames.PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, new SchemaShape(predicted)),
        ];
    }
}
