using SigProp.Data;

namespace SigProp.MLNet;

/// <summary>Rows that were read.</summary>
/// <param name="Features">The features, row by row.</param>
/// <param name="Width">Features a row.</param>
/// <param name="Labels">The class, from 0, or the value of each row.</param>
/// <param name="Weights">What each row weighs; null where there is no weight column.</param>
/// <param name="ClassNames">What the classes are called; empty where labels are values.</param>
internal sealed record LabeledRows(float[] Features, int Width, float[] Labels, float[]? Weights, IReadOnlyList<string> ClassNames)
{
    public int ClassCount => ClassNames.Count;

    /// <summary>The same rows, encoded; in the same array where an encoding leaves their width as it is.</summary>
    public LabeledRows Encode(FeatureEncoding? encoding)
    {
        if (encoding is null)
        {
            return this;
        }

        float[] features = encoding.Width == Width ? Features : new float[checked(Labels.Length * encoding.Width)];
        encoding.Encode(Features, features);
        return this with { Features = features, Width = encoding.Width };
    }

    public Dataset ToDataset() => ClassCount == 0
        ? Dataset.ForRegression(Features, Width, Labels, weights: Weights)
        : new Dataset(Features, Width, Array.ConvertAll(Labels, label => (int)label), ClassCount, Weights);
}
