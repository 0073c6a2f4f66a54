using Microsoft.ML;
using Microsoft.ML.Data;
using VectorKind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace SigProp.MLNet;

/// <summary>The column that an embedding adds, as it is promised before there is data.</summary>
internal static class EmbeddingColumn
{
    /// <summary>The columns of the input and the embedding, which takes the place of one of its name.</summary>
    public static SchemaShape Append(SchemaShape input, string name)
    {
        var slotNames = new SchemaShape.Column(AnnotationUtils.Kinds.SlotNames, VectorKind.Vector, TextDataViewType.Instance, false);
        return new SchemaShape(input.Where(column => column.Name != name)
            .Append(new SchemaShape.Column(name, VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape([slotNames]))));
    }
}
