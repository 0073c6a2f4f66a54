namespace SigProp.Numerics;

/// <summary>A named tensor of a network: a leaf of the walk that saving, loading, copying and learning take.</summary>
internal sealed class Parameter
{
    private MatrixView _view;

    public Parameter(string name, int rows, int columns, bool isWeight)
    {
        Name = name;
        Rows = rows;
        Columns = columns;
        _view = new MatrixView(new float[checked(rows * columns)], rows, columns);
        IsWeight = isWeight;
    }

    /// <summary>Unique in its network, for example <c>layer1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>Its values, at the beginning of an array.</summary>
    /// <exception cref="InvalidOperationException">They are elsewhere: see <see cref="Lend"/>.</exception>
    public MatrixView View => _view.Array is not null ? _view
        : throw new InvalidOperationException($"The values of '{Name}' are kept in 16 bits while the network learns.");

    /// <summary>A matrix of weights, which weight decay shrinks; biases and normalisation's scales it leaves alone.</summary>
    public bool IsWeight { get; }

    /// <summary>The least value that makes sense; 0 for variances.</summary>
    public float Least { get; init; } = float.NegativeInfinity;

    public int Rows { get; }

    public int Columns { get; }

    public int Length => Rows * Columns;

    public Span<float> Values => View.Elements;

    /// <summary>Lays the values over the beginning of <paramref name="array"/>, which holds them or is about to; null where they are kept elsewhere and
    /// nobody may ask for them.</summary>
    public void Lend(float[]? array) => _view = array is null ? default : new MatrixView(array, Rows, Columns);
}
