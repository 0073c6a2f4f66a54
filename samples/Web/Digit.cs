using Microsoft.ML.Data;

namespace SigProp.Samples.Web;

/// <summary>A digit to be read: what a request holds.</summary>
internal sealed class Digit
{
    [LoadColumn(0, 63), VectorType(64), ColumnName("Features")]
    public float[] Pixels { get; set; } = [];

    [LoadColumn(64)]
    public string Name { get; set; } = "";
}
