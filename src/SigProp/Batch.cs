using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp;

/// <summary>A mini-batch: n rows of features and what they ought to be, in buffers that are filled again for every step.</summary>
internal sealed class Batch
{
    public Batch(int capacity, int width, int outputs = 0)
    {
        Capacity = capacity;
        Features = new float[checked(capacity * width)];
        Labels = new int[capacity];
        Values = new float[checked(capacity * outputs)];
        Weights = new float[capacity];
        Numbers = new long[capacity];
        Width = width;
        Outputs = outputs;
    }

    public int Capacity { get; }

    public int Width { get; }

    /// <summary>Values to predict a row; 0 where rows have classes alone.</summary>
    public int Outputs { get; }

    public int Count { get; set; }

    public float[] Features { get; }

    /// <summary>The class or bin of each row, from 0; without meaning where <see cref="HasLabels"/> is false.</summary>
    public int[] Labels { get; }

    /// <summary>The standardised values of each row.</summary>
    public float[] Values { get; }

    /// <summary>The weight of each row, where <see cref="IsWeighted"/>.</summary>
    public float[] Weights { get; }

    /// <summary>The number of each row among all training rows, the same in every epoch.</summary>
    public long[] Numbers { get; }

    /// <summary>Whether rows have a class, or a bin in its place.</summary>
    public bool HasLabels { get; init; } = true;

    /// <summary>Whether rows have weights other than 1.</summary>
    public bool IsWeighted { get; init; }

    /// <summary>x, [n, features].</summary>
    public MatrixView X => new(Features, Count, Width);

    /// <summary>The class of each row, from 0.</summary>
    public ReadOnlySpan<int> Y => HasLabels ? Labels.AsSpan(0, Count) : default;

    /// <summary>y*, [n, outputs], standardised.</summary>
    public MatrixView Targets => new(Values, Count, Outputs);

    /// <summary>A batch of as many rows that holds what they ought to be alone.</summary>
    public Batch WithoutFeatures() => new(Capacity, 0, Outputs) { HasLabels = HasLabels, IsWeighted = IsWeighted };

    /// <summary>Copies what the rows ought to be to a batch of as many rows at least.</summary>
    public void CopyLessonTo(Batch other)
    {
        other.Count = Count;
        Labels.AsSpan(0, Count).CopyTo(other.Labels);
        Values.AsSpan(0, Count * Outputs).CopyTo(other.Values);
        Weights.AsSpan(0, Count).CopyTo(other.Weights);
    }

    /// <summary>What a loss is to hold against the outputs.</summary>
    /// <param name="centers">The means of a regression's bins.</param>
    /// <param name="contexts">The targets before the layer; without rows they are the identity.</param>
    public Lesson Lesson(ReadOnlySpan<float> centers, in MatrixView contexts = default) => new()
    {
        Labels = Y,
        Weights = IsWeighted ? Weights.AsSpan(0, Count) : default,
        Values = Values.AsSpan(0, Count * Outputs),
        Centers = centers,
        Contexts = contexts,
        ContextsAreOneHot = contexts.Rows == 0,
    };
}
