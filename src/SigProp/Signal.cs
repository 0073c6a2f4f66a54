using SigProp.Numerics;

namespace SigProp;

/// <summary>The pair (h, t) that travels through the network: outputs for the inputs and outputs for the targets. Where their widths allow they are
/// adjacent rows of one matrix, so that one matrix product serves both (Eq 2: [h2, t2] = f(W2 [h1, t1] + b2)).</summary>
internal readonly struct Signal
{
    public Signal(MatrixView h, MatrixView t)
    {
        H = h;
        T = t;
    }

    /// <summary>The first <paramref name="samples"/> rows of one matrix are h, the others t.</summary>
    public Signal(in MatrixView both, int samples)
        : this(both.Slice(0, samples), both.Slice(samples, both.Rows - samples))
    {
    }

    /// <summary>Lays a signal over the beginning of <paramref name="buffer"/>.</summary>
    public Signal(float[] buffer, int samples, int targets, int width)
        : this(new MatrixView(buffer, samples + targets, width), samples)
    {
    }

    /// <summary>[samples, width].</summary>
    public MatrixView H { get; }

    /// <summary>[targets, target width]; no rows where no targets travel.</summary>
    public MatrixView T { get; }

    public int Samples => H.Rows;

    public int Targets => T.Rows;

    public int Width => H.Columns;

    /// <summary>Whether h and t are adjacent rows of one matrix.</summary>
    public bool IsJoined => T.Rows == 0
        || (ReferenceEquals(T.Array, H.Array) && (T.Columns, T.Stride, T.Offset) == (H.Columns, H.Stride, H.Offset + (H.Rows * H.Stride)));

    /// <summary>[samples + targets, width], where they are joined.</summary>
    public MatrixView Both => new(H.Array, H.Offset, H.Rows + T.Rows, H.Columns, H.Stride);

    /// <summary>Lays h and behind it t, of a width of its own, over the beginning of <paramref name="buffer"/>.</summary>
    public static Signal Over(float[] buffer, int samples, int width, int targets, int targetWidth) => new(
        new MatrixView(buffer, samples, width),
        new MatrixView(buffer, samples * width, targets, targetWidth, targetWidth));

    /// <summary>Without targets.</summary>
    public Signal Alone() => new(H, default);
}
