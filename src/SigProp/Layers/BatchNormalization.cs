using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>Batch normalisation (Ioffe and Szegedy 2015) that takes its statistics from h alone; t is normalised as in inference, with the
/// running statistics after this batch of h has entered them, held constant (section III-D: target-only must not disturb the statistics).</summary>
internal sealed class BatchNormalization
{
    /// <summary>running = (1 - momentum) running + momentum batch.</summary>
    private const float Momentum = 0.1f;
    private const float Epsilon = 1e-5f;

    public BatchNormalization(string name, int width)
    {
        Scale = new Parameter($"{name}.normalization.scale", 1, width, isWeight: false);
        Shift = new Parameter($"{name}.normalization.shift", 1, width, isWeight: false);
        RunningMean = new Parameter($"{name}.normalization.mean", 1, width, isWeight: false);
        RunningVariance = new Parameter($"{name}.normalization.variance", 1, width, isWeight: false) { Least = 0 };
        Initialize();
    }

    public Parameter Scale { get; }

    public Parameter Shift { get; }

    public Parameter RunningMean { get; }

    public Parameter RunningVariance { get; }

    public void Initialize()
    {
        Scale.Values.Fill(1f);
        Shift.Values.Clear();
        RunningMean.Values.Clear();
        RunningVariance.Values.Fill(1f);
    }

    /// <summary>z = scale * (z - mean) / sqrt(variance + eps) + shift, in place; without memory with the running statistics.</summary>
    public void Forward(in Signal z, LayerMemory? memory)
    {
        if (memory is null)
        {
            NormalizeByRunning(z.H, default);
            NormalizeByRunning(z.T, default);
            return;
        }

        int width = z.Width;
        var normalized = new MatrixView(memory.Normalized, z.Samples + z.Targets, width);
        NormalizeByBatch(z.H, normalized.Slice(0, z.Samples), memory);
        NormalizeByRunning(z.T, normalized.Slice(z.Samples, z.Targets));
    }

    /// <summary>Turns <paramref name="gradient"/> from dL/dy into dL/dz in place and writes the gradients of scale and shift.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward(in Signal gradient, LayerMemory memory, Span<float> scaleGradient, Span<float> shiftGradient)
    {
        int width = gradient.Width;
        Span<float> sum = memory.Columns.AsSpan(0, width);
        Span<float> dot = memory.Columns.AsSpan(width, width);
        var normalized = new MatrixView(memory.Normalized, gradient.Samples + gradient.Targets, width);

        // over the rows of h: sum dy and sum dy * xhat
        RowOperations.ColumnSums(gradient.H, sum);
        RowOperations.ColumnDots(gradient.H, normalized.Slice(0, gradient.Samples), dot);

        // dscale = sum dy * xhat and dshift = sum dy, over both streams
        Span<float> temporary = memory.Columns.AsSpan(2 * width, width);
        RowOperations.ColumnSums(gradient.T, shiftGradient);
        TensorPrimitives.Add(shiftGradient, sum, shiftGradient);
        RowOperations.ColumnDots(gradient.T, normalized.Slice(gradient.Samples, gradient.Targets), temporary);
        TensorPrimitives.Add(temporary, dot, scaleGradient);

        // h: dz = scale / deviation * (dy - mean(dy) - xhat * mean(dy * xhat))
        float inverseCount = 1f / gradient.Samples;
        ReadOnlySpan<float> scale = Scale.Values;
        for (int i = 0; i < gradient.Samples; i++)
        {
            Span<float> row = gradient.H.Row(i);
            ReadOnlySpan<float> xhat = normalized.Row(i);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = scale[j] * memory.InverseDeviation[j] * (row[j] - (inverseCount * (sum[j] + (xhat[j] * dot[j]))));
            }
        }

        // t: the statistics are constants, so dz = scale / sqrt(running variance + eps) * dy
        RunningFactor(temporary);
        TensorPrimitives.Multiply(temporary, scale, temporary);
        for (int i = 0; i < gradient.Targets; i++)
        {
            Span<float> row = gradient.T.Row(i);
            TensorPrimitives.Multiply(row, temporary, row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void NormalizeByBatch(in MatrixView z, in MatrixView normalized, LayerMemory memory)
    {
        int n = z.Rows, width = z.Columns;
        Span<float> mean = memory.Columns.AsSpan(0, width);
        Span<float> variance = memory.Columns.AsSpan(width, width);
        RowOperations.ColumnSums(z, mean);
        TensorPrimitives.Multiply(mean, 1f / n, mean);
        for (int i = 0; i < n; i++)
        {
            TensorPrimitives.Subtract(z.Row(i), mean, normalized.Row(i));
        }

        RowOperations.ColumnDots(normalized, normalized, variance);
        Span<float> inverse = memory.InverseDeviation.AsSpan(0, width);

        // One row has no variance to tell.
        float unbiased = 1f / Math.Max(1, n - 1), varianceMomentum = n > 1 ? Momentum : 0f;
        for (int j = 0; j < width; j++)
        {
            RunningMean.Values[j] += Momentum * (mean[j] - RunningMean.Values[j]);
            RunningVariance.Values[j] += varianceMomentum * ((variance[j] * unbiased) - RunningVariance.Values[j]);
            inverse[j] = 1f / MathF.Sqrt((variance[j] / n) + Epsilon);
        }

        for (int i = 0; i < n; i++)
        {
            TensorPrimitives.Multiply(normalized.Row(i), inverse, normalized.Row(i));
            TensorPrimitives.MultiplyAdd(normalized.Row(i), Scale.Values, Shift.Values, z.Row(i));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void NormalizeByRunning(in MatrixView z, in MatrixView normalized)
    {
        int width = z.Columns;
        ReadOnlySpan<float> mean = RunningMean.Values, variance = RunningVariance.Values, scale = Scale.Values, shift = Shift.Values;
        for (int i = 0; i < z.Rows; i++)
        {
            Span<float> row = z.Row(i);
            for (int j = 0; j < width; j++)
            {
                row[j] = (row[j] - mean[j]) / MathF.Sqrt(variance[j] + Epsilon);
            }

            if (normalized.Array is not null)
            {
                row.CopyTo(normalized.Row(i));
            }

            TensorPrimitives.MultiplyAdd(row, scale, shift, row);
        }
    }

    private void RunningFactor(Span<float> factor)
    {
        for (int j = 0; j < factor.Length; j++)
        {
            factor[j] = 1f / MathF.Sqrt(RunningVariance.Values[j] + Epsilon);
        }
    }
}
