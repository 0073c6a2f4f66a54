using SigProp.Numerics;

namespace SigProp;

/// <summary>The pair (h, t) that travels through the network: outputs for the inputs, then outputs for the targets, as adjacent rows of
/// one matrix, so that one matrix product serves both (Eq 2: [h2, t2] = f(W2 [h1, t1] + b2)).</summary>
internal readonly struct Signal
{
    public Signal(MatrixView both, int samples)
    {
        Both = both;
        Samples = samples;
    }

    /// <summary>Lays a signal over the beginning of <paramref name="buffer"/>.</summary>
    public Signal(float[] buffer, int samples, int targets, int width)
        : this(new MatrixView(buffer, samples + targets, width), samples)
    {
    }

    /// <summary>[samples + targets, width].</summary>
    public MatrixView Both { get; }

    public int Samples { get; }

    public int Targets => Both.Rows - Samples;

    public int Width => Both.Columns;

    /// <summary>[samples, width].</summary>
    public MatrixView H => Both.Slice(0, Samples);

    /// <summary>[targets, width].</summary>
    public MatrixView T => Both.Slice(Samples, Targets);

    /// <summary>The part of this signal for the streams that <paramref name="input"/> has: layer 1 is given no targets.</summary>
    public Signal Restrict(in Signal input) => new(Both.Slice(0, input.Both.Rows), Samples);
}
