using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>Rows in two arrays that grow.</summary>
internal sealed class RowBuffer
{
    private const int FirstRows = 1024;

    private readonly int _width;
    private readonly int _maxRows;

    /// <param name="width">Features a row.</param>
    /// <param name="expectedRows">How many rows are expected; null where that is not known.</param>
    public RowBuffer(int width, long? expectedRows)
    {
        _width = width;
        _maxRows = Array.MaxLength / width;
        int rows = (int)Math.Min(expectedRows ?? FirstRows, _maxRows);
        Features = new float[rows * width];
        Labels = new int[rows];
    }

    public int Count { get; private set; }

    public float[] Features { get; private set; }

    public int[] Labels { get; private set; }

    /// <exception cref="InvalidOperationException">The rows are more than an array can hold.</exception>
    public void Add(in VBuffer<float> features, int label)
    {
        if (Count == Labels.Length)
        {
            if (Count == _maxRows)
            {
                throw new InvalidOperationException($"More than {_maxRows} rows of {_width} features do not fit into memory; take fewer rows or features.");
            }

            Resize((int)Math.Min(Math.Max(FirstRows, Count * 2L), _maxRows));
        }

        features.CopyTo(Features.AsSpan(Count * _width, _width));
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
        float[] features = Features;
        Array.Resize(ref features, rows * _width);
        Features = features;
        int[] labels = Labels;
        Array.Resize(ref labels, rows);
        Labels = labels;
    }
}
