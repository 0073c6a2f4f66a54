using System.Numerics.Tensors;
using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>Where the way back finds xhat: stored, or in y = f(scale xhat + shift), which an invertible f leaves it in
/// (Rota Bulo, Porzi and Kontschieder 2018): xhat = (w - shift) factor with w = min(v, v below).</summary>
internal readonly struct NormalizedRows
{
    // A scale below this tells nothing of xhat; nor does it let any gradient through.
    private const float LeastScale = 1e-12f;

    private readonly MatrixView _values;
    private readonly Parameter? _scale;
    private readonly Parameter? _shift;

    private NormalizedRows(in MatrixView values, float below, Parameter? scale, Parameter? shift)
    {
        _values = values;
        Below = below;
        _scale = scale;
        _shift = shift;
    }

    /// <summary>1 / slope of a LeakyReLU, at least 1; 1 where there is nothing to invert.</summary>
    public float Below { get; }

    /// <summary>False where nobody asks for xhat.</summary>
    public bool Any => _values.Array is not null;

    /// <summary>xhat itself.</summary>
    public static NormalizedRows Stored(in MatrixView normalized) => new(normalized, 1f, null, null);

    /// <summary>xhat from y. ReLU's is right only where y is positive: where its derivative, too, is not 0.</summary>
    public static NormalizedRows FromOutput(in MatrixView y, ActivationFunction f, Parameter scale, Parameter shift)
        => new(y, f.Kind == Activation.LeakyReLU && f.Slope > 0 ? 1f / f.Slope : 1f, scale, shift);

    /// <summary>v.</summary>
    public Span<float> Row(int row) => _values.Row(row);

    public float Shift(int channel) => _shift is null ? 0f : _shift.Values[channel];

    public float Factor(int channel)
        => _scale is null ? 1f : MathF.Abs(_scale.Values[channel]) < LeastScale ? 0f : 1f / _scale.Values[channel];

    /// <summary>w - shift, for runs too short for constants of their own.</summary>
    public void Write(ReadOnlySpan<float> v, ReadOnlySpan<float> shifts, Span<float> destination)
    {
        if (Below == 1f)
        {
            TensorPrimitives.Subtract(v, shifts, destination);
            return;
        }

        TensorPrimitives.Multiply(v, Below, destination);
        TensorPrimitives.Min(v, destination, destination);
        TensorPrimitives.Subtract(destination, shifts, destination);
    }

    /// <summary>The shifts of a narrow tile's columns.</summary>
    public void SpreadShifts(in ChannelTiles tiles, in ChannelTile tile, Span<float> columns)
    {
        if (_shift is null)
        {
            columns.Clear();
        }
        else
        {
            tiles.Spread(tile, _shift.Values, columns);
        }
    }
}
