using SigProp.Data;

namespace SigProp.Training;

/// <summary>Rows of a stream in memory, each with its number there; buffers that are filled again and again.</summary>
internal sealed class RowBlock
{
    public RowBlock(int capacity, int width, int outputs)
    {
        Width = width;
        Outputs = outputs;
        Features = new float[checked(capacity * width)];
        Labels = new int[capacity];
        Values = new float[checked(capacity * outputs)];
        Weights = new float[capacity];
        Numbers = new long[capacity];
    }

    /// <summary>Features a row.</summary>
    public int Width { get; }

    /// <summary>Values to predict a row.</summary>
    public int Outputs { get; }

    /// <summary>Rows it can hold.</summary>
    public int Capacity => Numbers.Length;

    /// <summary>Rows it holds.</summary>
    public int Count { get; set; }

    /// <summary>[Capacity, width]</summary>
    public float[] Features { get; private set; }

    public int[] Labels { get; private set; }

    /// <summary>[Capacity, outputs]</summary>
    public float[] Values { get; private set; }

    public float[] Weights { get; private set; }

    /// <summary>The place of each row in the stream, from 0.</summary>
    public long[] Numbers { get; private set; }

    public ReadOnlySpan<float> FeaturesOf(int index) => Features.AsSpan(index * Width, Width);

    public ReadOnlySpan<float> ValuesOf(int index) => Values.AsSpan(index * Outputs, Outputs);

    public RowSlot Slot(int index)
    {
        Labels[index] = 0;
        Weights[index] = 1f;
        return new RowSlot(
            Features.AsSpan(index * Width, Width), ref Labels[index], Values.AsSpan(index * Outputs, Outputs), ref Weights[index]);
    }

    /// <summary>Copies a row to a place in another block.</summary>
    public void CopyTo(int index, RowBlock other, int place)
    {
        FeaturesOf(index).CopyTo(other.Features.AsSpan(place * Width));
        ValuesOf(index).CopyTo(other.Values.AsSpan(place * Outputs));
        other.Labels[place] = Labels[index];
        other.Weights[place] = Weights[index];
        other.Numbers[place] = Numbers[index];
    }

    /// <summary>Makes room for more rows; those that are there stay.</summary>
    public void Grow(int capacity)
    {
        Features = Resized(Features, checked(capacity * Width));
        Values = Resized(Values, checked(capacity * Outputs));
        Labels = Resized(Labels, capacity);
        Weights = Resized(Weights, capacity);
        Numbers = Resized(Numbers, capacity);
    }

    /// <summary>The rows as a data set, each with its weight where the stream has weights.</summary>
    public Dataset ToDataset(RowSource stream) => Dataset.Trusted(
        Features[..(Count * Width)], Width, stream.IsRegression ? [] : Labels[..Count], stream.ClassCount, Values[..(Count * Outputs)], Outputs,
        stream.HasWeights ? Weights[..Count] : null);

    private static T[] Resized<T>(T[] array, int length)
    {
        Array.Resize(ref array, length);
        return array;
    }
}
