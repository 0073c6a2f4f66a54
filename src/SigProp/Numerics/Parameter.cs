namespace SigProp.Numerics;

/// <summary>A named tensor of a network: a leaf of the walk that saving, loading, copying and learning take.</summary>
internal sealed class Parameter
{
    private MatrixView _view;
    private bool _isLaid;

    public Parameter(string name, int rows, int columns, bool isWeight)
    {
        Name = name;
        Rows = rows;
        Columns = columns;
        Length = checked(rows * columns);
        IsWeight = isWeight;
    }

    /// <summary>Unique in its network, for example <c>layer1.weight</c>.</summary>
    public string Name { get; }

    /// <summary>Its values, at the beginning of an array; 0 until something is written there.</summary>
    /// <exception cref="InvalidOperationException">They are elsewhere: see <see cref="Lend"/>.</exception>
    public MatrixView View
    {
        get
        {
            if (_view.Array is null)
            {
                LayOut();
            }

            return _view;
        }
    }

    /// <summary>A matrix of weights, which weight decay shrinks; biases and normalisation's scales it leaves alone.</summary>
    public bool IsWeight { get; }

    /// <summary>The least value that makes sense; 0 for variances.</summary>
    public float Least { get; init; } = float.NegativeInfinity;

    public int Rows { get; }

    public int Columns { get; }

    public int Length { get; }

    public Span<float> Values => View.Elements;

    /// <summary>Lays the values over the beginning of <paramref name="array"/>, which holds them or is about to; null where they are kept elsewhere and
    /// nobody may ask for them.</summary>
    public void Lend(float[]? array)
    {
        _isLaid = true;
        _view = array is null ? default : new MatrixView(array, Rows, Columns);
    }

    /// <summary>Makes the array, where there is none yet: a network can be described, and compared with what a file says of it, without the memory that
    /// it takes. Not to be left to the first of several threads that read.</summary>
    public void LayOut()
    {
        if (!_isLaid)
        {
            Lend(new float[Length]);
        }
        else if (_view.Array is null)
        {
            throw new InvalidOperationException($"The values of '{Name}' are kept in 16 bits while the network learns.");
        }
    }
}
