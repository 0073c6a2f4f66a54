namespace SigProp.Numerics;

/// <summary>Pooling of batches of images. Nothing but its input and output is kept for the gradient.</summary>
internal static class Pooling
{
    /// <summary>y = the pooled x, with a row [channels, output height, output width] for each row [channels, input height, input width].</summary>
    /// <param name="context">Threads.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[n, input size].</param>
    /// <param name="y">Receives [n, output size]; shares no memory with <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The sizes do not fit each other.</exception>
    public static void Forward<TPooling>(ComputeContext context, in PoolingShape shape, in MatrixView x, in MatrixView y)
        where TPooling : struct, IPooling
    {
        Check(shape, x, y);
        var job = new PoolPlanes<TPooling>(shape, x, y);
        context.Workers.Run(job.Count, job);
    }

    /// <summary>dx = dL/dx, for the <paramref name="x"/> given to <see cref="Forward"/> and the <paramref name="y"/> it gave.</summary>
    /// <param name="context">Threads.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">[n, input size].</param>
    /// <param name="y">[n, output size].</param>
    /// <param name="dy">Gradient of y, [n, output size].</param>
    /// <param name="dx">Receives [n, input size]; shares no memory with the others.</param>
    /// <exception cref="ArgumentException">The sizes do not fit each other.</exception>
    public static void Backward<TPooling>(
        ComputeContext context, in PoolingShape shape, in MatrixView x, in MatrixView y, in MatrixView dy, in MatrixView dx)
        where TPooling : struct, IPooling
    {
        Check(shape, x, y);
        Check(shape, dx, dy);
        var job = new UnpoolPlanes<TPooling>(shape, x, y, dy, dx);
        context.Workers.Run(job.Count, job);
    }

    private static void Check(in PoolingShape shape, in MatrixView x, in MatrixView y)
    {
        shape.Validate();
        if (x.Columns != shape.InputSize || y.Columns != shape.OutputSize || x.Rows != y.Rows)
        {
            throw new ArgumentException($"The sizes do not fit: [{x.Rows}, {x.Columns}] and [{y.Rows}, {y.Columns}]; "
                + $"they must be [n, {shape.InputSize}] and [n, {shape.OutputSize}].", nameof(shape));
        }
    }
}
