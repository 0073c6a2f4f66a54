namespace SigProp.Numerics;

/// <summary>A named tensor of a network: a leaf of the walk that saving, loading, copying and learning take.</summary>
internal sealed class Parameter
{
    public Parameter(string name, int rows, int columns, bool isWeight)
    {
        Name = name;
        View = new MatrixView(new float[checked(rows * columns)], rows, columns);
        IsWeight = isWeight;
    }

    /// <summary>Unique in its network, for example <c>layer1.weight</c>.</summary>
    public string Name { get; }

    public MatrixView View { get; }

    /// <summary>A matrix of weights, which weight decay shrinks; biases and normalisation's scales it leaves alone.</summary>
    public bool IsWeight { get; }

    /// <summary>The least value that makes sense; 0 for variances.</summary>
    public float Least { get; init; } = float.NegativeInfinity;

    public int Rows => View.Rows;

    public int Columns => View.Columns;

    public Span<float> Values => View.Array;
}
