using SigProp.Data;

namespace SigProp.MLNet;

/// <summary>Rows that were read: features, row by row, and the class of each.</summary>
internal sealed record LabeledRows(float[] Features, int Width, int[] Labels, IReadOnlyList<string> ClassNames)
{
    public int ClassCount => ClassNames.Count;

    public Dataset ToDataset() => new(Features, Width, Labels, ClassCount);
}
