namespace SigProp.Numerics;

/// <summary>Convolutions of batches of images, their weight gradients and their input gradients.</summary>
/// <remarks>
/// <para>Each is a matrix product whose operand, the inputs under the kernel at each position, is never there as a whole: it is packed a few
/// tiles at a time for the kernel for matrix products. Scratch memory does not grow with the batch.</para>
/// <para>Results do not depend on the number of threads; those of <see cref="Forward"/> and <see cref="InputGradient"/> for a sample do not
/// depend on the other samples either. Kernels with fused arithmetic give the same bits.</para>
/// </remarks>
internal static unsafe class Convolution
{
    /// <summary>Convolutions up to this number of multiplications are done by the caller alone.</summary>
    private const long LeastShared = 1 << 18;

    /// <summary>z = x * W + b: z(n, o, y, x) = b(o) + sum over c, ky, kx of W(o, c, ky, kx) x(n, c, y stride + ky - padding, ...).</summary>
    /// <param name="context">Threads, kernel and scratch memory.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">Images, [n, input size].</param>
    /// <param name="weight">[output channels, depth], each row (channel, row, column) of the kernel.</param>
    /// <param name="z">Receives [n, output size]; shares no memory with the others.</param>
    /// <param name="bias">One for each output channel, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit each other.</exception>
    public static void Forward(
        ComputeContext context, in ConvolutionShape shape, in MatrixView x, in MatrixView weight, in MatrixView z, float[]? bias = null)
    {
        Check(shape, x, weight, z);
        if (bias is not null && bias.Length < shape.OutputChannels)
        {
            throw new ArgumentException($"There are {bias.Length} biases for {shape.OutputChannels} output channels.", nameof(bias));
        }

        Convolve(context, shape, x, weight, false, z, bias);
    }

    /// <summary>dW = beta dW + dL/dW: dW(o, c, ky, kx) = sum over n, y, x of dz(n, o, y, x) x(n, c, y stride + ky - padding, ...).</summary>
    /// <param name="context">Threads, kernel and scratch memory.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="x">Images, [n, input size].</param>
    /// <param name="dz">Gradient of the output, [n, output size].</param>
    /// <param name="dWeight">Receives [output channels, depth]; when <paramref name="beta"/> is 0 it is not read.</param>
    /// <param name="beta">Factor for what <paramref name="dWeight"/> holds already.</param>
    /// <exception cref="ArgumentException">The sizes do not fit each other.</exception>
    public static void WeightGradient(
        ComputeContext context, in ConvolutionShape shape, in MatrixView x, in MatrixView dz, in MatrixView dWeight, float beta)
    {
        Check(shape, x, dWeight, dz);
        if (x.Rows == 0)
        {
            ScaleRows(dWeight, beta);
            return;
        }

        var plan = new WeightGradientPlan(shape, x.Rows);
        float* sums = context.RightPanels.Get(checked((int)(plan.Chunks * plan.ChunkLength)));
        bool isShared = IsShared(context, shape, x.Rows);
        if (plan.IsShifted)
        {
            var job = new ShiftedWeightGradient(plan, context.Kernel, x, dz, sums, context.Scratch);
            context.Run(isShared, job.Count, job);
        }
        else
        {
            var job = new GatheredWeightGradient(plan, context.Kernel, x, dz, sums, context.Scratch);
            context.Run(isShared, job.Count, job);
        }

        var sum = new SumWeightGradients(plan, sums, dWeight, beta);
        context.Run(isShared, sum.Count, sum);

        // The jobs know the sums by address only; it is the context that keeps them.
        GC.KeepAlive(context);
    }

    /// <summary>dx = dL/dx: dx(n, c, ...) = sum over all o, y, x whose kernel covers it of W(o, c, ky, kx) dz(n, o, y, x).</summary>
    /// <param name="context">Threads, kernel and scratch memory.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="weight">[output channels, depth].</param>
    /// <param name="dz">Gradient of the output, [n, output size].</param>
    /// <param name="dx">Receives [n, input size].</param>
    /// <exception cref="ArgumentException">The sizes do not fit each other.</exception>
    public static void InputGradient(
        ComputeContext context, in ConvolutionShape shape, in MatrixView weight, in MatrixView dz, in MatrixView dx)
    {
        Check(shape, dx, weight, dz);
        if (shape.TryTurn(out ConvolutionShape turned))
        {
            Convolve(context, turned, dz, weight, true, dx, null);
            return;
        }

        if (dx.Rows == 0)
        {
            return;
        }

        float* panels = context.LeftPanels.Get(shape.OutputChannels * shape.Depth);
        PackTransposed(context.Kernel, shape, weight, panels);
        var job = new ScatterInputGradient(shape, context.Kernel, panels, dz, dx, context.Scratch);
        context.Run(IsShared(context, shape, dx.Rows), job.Count, job);
        GC.KeepAlive(context);
    }

    private static void Convolve(
        ComputeContext context, in ConvolutionShape shape, in MatrixView x, in MatrixView weight, bool turned, in MatrixView z, float[]? bias)
    {
        if (x.Rows == 0)
        {
            return;
        }

        bool isShared = IsShared(context, shape, x.Rows);
        var panels = new ConvolutionPanels(shape, context.Kernel);
        float* packed = context.LeftPanels.Get(shape.OutputChannels * shape.Depth);
        var pack = new PackWeights(panels, weight, turned, packed);
        context.Run(isShared, pack.Count, pack);
        var convolve = new ConvolveStrips(panels, packed, x, z, bias, context.Scratch);
        context.Run(isShared, convolve.Count, convolve);

        // The jobs know the panels by address only; it is the context that keeps them.
        GC.KeepAlive(context);
    }

    /// <summary>Packs the transposed weights of each group: panels of lines, output channels as steps of depth.</summary>
    private static void PackTransposed(GemmKernel kernel, in ConvolutionShape shape, in MatrixView weight, float* panels)
    {
        fixed (float* source = &weight.Array[weight.Offset])
        {
            for (int group = 0; group < shape.Groups; group++)
            {
                float* first = source + ((nint)group * shape.GroupOutputs * weight.Stride);
                for (int line = 0; line < shape.Depth; line += kernel.TileRows)
                {
                    int rows = Math.Min(kernel.TileRows, shape.Depth - line);
                    PanelPacking.Copy(first + line, weight.Stride, rows, rows, shape.GroupOutputs, panels);
                    panels += rows * shape.GroupOutputs;
                }
            }
        }
    }

    private static bool IsShared(ComputeContext context, in ConvolutionShape shape, int samples) =>
        context.Threads > 1 && shape.Work * samples > LeastShared;

    private static void ScaleRows(in MatrixView matrix, float beta)
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            Span<float> row = matrix.Row(i);
            if (beta == 0)
            {
                row.Clear();
            }
            else
            {
                System.Numerics.Tensors.TensorPrimitives.Multiply(row, beta, row);
            }
        }
    }

    private static void Check(in ConvolutionShape shape, in MatrixView input, in MatrixView weight, in MatrixView output)
    {
        shape.Validate();
        if (input.Columns != shape.InputSize || output.Columns != shape.OutputSize || input.Rows != output.Rows
            || weight.Rows != shape.OutputChannels || weight.Columns != shape.Depth)
        {
            throw new ArgumentException($"The sizes do not fit: input [{input.Rows}, {input.Columns}], weight [{weight.Rows}, {weight.Columns}], "
                + $"output [{output.Rows}, {output.Columns}]; they must be [n, {shape.InputSize}], [{shape.OutputChannels}, {shape.Depth}] "
                + $"and [n, {shape.OutputSize}].", nameof(shape));
        }
    }
}
