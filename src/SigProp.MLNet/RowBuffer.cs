using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>Rows in arrays that grow.</summary>
internal sealed class RowBuffer
{
    private const int FirstRows = 1024;

    private readonly int _width;
    private readonly int _maxRows;

    /// <param name="width">Features a row.</param>
    /// <param name="expectedRows">How many rows are expected; null where that is not known.</param>
    /// <param name="hasWeights">Whether to keep what rows weigh.</param>
    public RowBuffer(int width, long? expectedRows, bool hasWeights)
    {
        _width = width;
        _maxRows = Array.MaxLength / width;
        int rows = (int)Math.Min(expectedRows ?? FirstRows, _maxRows);
        Features = new float[rows * width];
        Labels = new float[rows];
        Weights = hasWeights ? new float[rows] : null;
    }

    public int Count { get; private set; }

    public float[] Features { get; private set; }

    public float[] Labels { get; private set; }

    public float[]? Weights { get; private set; }

    /// <exception cref="InvalidOperationException">The rows are more than an array can hold.</exception>
    public void Add(in VBuffer<float> features, float label, float weight)
    {
        if (Count == Labels.Length)
        {
            if (Count == _maxRows)
            {
                throw new InvalidOperationException(
                    $"More than {_maxRows} rows of {_width} features do not fit into memory; take fewer rows or features.");
            }

            Resize((int)Math.Min(Math.Max(FirstRows, Count * 2L), _maxRows));
        }

        features.CopyTo(Features.AsSpan(Count * _width, _width));
        Weights?[Count] = weight;
        Labels[Count++] = label;
    }

    /// <summary>Cuts the arrays to the rows that they hold.</summary>
    public void Trim()
    {
        if (Count < Labels.Length)
        {
            Resize(Count);
        }
    }

    private void Resize(int rows)
    {
        Features = Resized(Features, rows * _width);
        Labels = Resized(Labels, rows);
        Weights = Weights is null ? null : Resized(Weights, rows);
    }

    private static float[] Resized(float[] array, int length)
    {
        Array.Resize(ref array, length);
        return array;
    }
}
