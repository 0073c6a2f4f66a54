using SigProp.Numerics;

namespace SigProp.Spiking;

/// <summary>A sample's row of a signal holds its steps one after the other, [steps x width]: so the same memory is a matrix of n x steps rows, and a
/// step's rows are a view of it.</summary>
internal static class Steps
{
    /// <summary>The shape of all steps of images: channel after channel, step after step.</summary>
    public static ImageShape Shape(ImageShape ofStep, int steps) => ofStep with { Channels = checked(ofStep.Channels * steps) };

    /// <summary>[n, steps x width] as [n x steps, width].</summary>
    public static MatrixView Rows(in MatrixView signal, int steps)
    {
        int width = signal.Columns / steps;
        return signal.IsDense || signal.Rows <= 1
            ? new MatrixView(signal.Array, signal.Offset, signal.Rows * steps, width, width)
            : throw new ArgumentException("Rows of steps must follow each other without gaps.", nameof(signal));
    }

    public static Signal Rows(in Signal signal, int steps) => new(Rows(signal.H, steps), Rows(signal.T, steps));

    /// <summary>The memory's beginning as [n, width]: one row a sample, where there is none for each step.</summary>
    public static MatrixView Compact(in MatrixView signal, int steps)
    {
        int width = signal.Columns / steps;
        return new MatrixView(signal.Array, signal.Offset, signal.Rows, width, width);
    }

    /// <summary>One step's rows, [n, width], of [n, steps x width].</summary>
    public static MatrixView At(in MatrixView signal, int step, int steps)
    {
        int width = signal.Columns / steps;
        return new MatrixView(signal.Array, signal.Offset + (step * width), signal.Rows, width, signal.Stride);
    }
}
