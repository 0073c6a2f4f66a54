using System.Numerics;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Spiking;

/// <summary>The gradient of a current that was the same at every step: the sum over the steps, [n, steps x width] to [n, width] at the memory's
/// beginning; an item is a block of units of all samples, from the first on, so that no sum is written where a summand is yet to be read.</summary>
internal readonly struct SumSteps(in MatrixView gradient, int steps, float factor) : IJob
{
    private const int BlockUnits = 64;

    private readonly MatrixView _gradient = gradient;
    private readonly int _width = gradient.Columns / steps;

    /// <summary>factor x the sums, [n, width].</summary>
    public static MatrixView Run(ComputeContext context, in MatrixView gradient, int steps, float factor = 1f)
    {
        var job = new SumSteps(gradient, steps, factor);
        int count = (job._width + BlockUnits - 1) / BlockUnits;
        context.Run((long)gradient.Rows * gradient.Columns > ChargeNeurons.LeastShared, count, job);
        return Steps.Compact(gradient, steps);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int item)
    {
        int start = item * BlockUnits, end = Math.Min(_width, start + BlockUnits);
        for (int i = 0; i < _gradient.Rows; i++)
        {
            ReadOnlySpan<float> summands = _gradient.Row(i);
            Span<float> sums = _gradient.Array.AsSpan(_gradient.Offset + (i * _width), _width);
            int j = start;
            for (; j <= end - Vector<float>.Count; j += Vector<float>.Count)
            {
                var sum = new Vector<float>(summands[j..]);
                for (int t = 1; t < steps; t++)
                {
                    sum += new Vector<float>(summands[((t * _width) + j)..]);
                }

                (sum * factor).CopyTo(sums[j..]);
            }

            for (; j < end; j++)
            {
                float sum = summands[j];
                for (int t = 1; t < steps; t++)
                {
                    sum += summands[(t * _width) + j];
                }

                sums[j] = sum * factor;
            }
        }
    }
}
