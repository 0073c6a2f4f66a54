using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>Reads false and true as the classes 0 and 1.</summary>
internal sealed class BinaryLabelReader : LabelReader
{
    private static readonly string[] s_names = ["false", "true"];

    public static BinaryLabelReader Instance { get; } = new();

    public override string SuitableTypes => "Boolean";

    public override bool IsSuitable(SchemaShape.Column column)
        => column.Kind == SchemaShape.Column.VectorKind.Scalar && !column.IsKey && column.ItemType == BooleanDataViewType.Instance;

    public override IReadOnlyList<string> NamesOf(DataViewSchema.Column column) => s_names;

    public override Func<float> Of(DataViewRow row, DataViewSchema.Column column)
        => column.Type == BooleanDataViewType.Instance ? Read<bool>(row, column, value => value ? 1f : 0f) : throw Unsuitable(column);
}
