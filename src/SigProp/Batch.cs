using SigProp.Numerics;

namespace SigProp;

/// <summary>A mini-batch: n rows of features and their classes, in buffers that are filled again for every step.</summary>
internal sealed class Batch
{
    public Batch(int capacity, int width)
    {
        Capacity = capacity;
        Features = new float[checked(capacity * width)];
        Labels = new int[capacity];
        Width = width;
    }

    public int Capacity { get; }

    public int Width { get; }

    public int Count { get; set; }

    public float[] Features { get; }

    public int[] Labels { get; }

    /// <summary>x, [n, features].</summary>
    public MatrixView X => new(Features, Count, Width);

    /// <summary>The class of each row, from 0.</summary>
    public ReadOnlySpan<int> Y => Labels.AsSpan(0, Count);
}
