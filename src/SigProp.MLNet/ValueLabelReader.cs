using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>Reads the values that a regression is to predict.</summary>
internal sealed class ValueLabelReader : LabelReader
{
    public static ValueLabelReader Instance { get; } = new();

    public override string SuitableTypes => "Single";

    public override bool AreClasses => false;

    public override bool IsSuitable(SchemaShape.Column column)
        => column.Kind == SchemaShape.Column.VectorKind.Scalar && !column.IsKey && column.ItemType == NumberDataViewType.Single;

    public override IReadOnlyList<string> NamesOf(DataViewSchema.Column column) => [];

    public override Func<float> Of(DataViewRow row, DataViewSchema.Column column) => column.Type == NumberDataViewType.Single
        ? Read<float>(row, column, value => float.IsFinite(value) ? value : Missing)
        : throw Unsuitable(column);
}
