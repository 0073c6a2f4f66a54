using System.Numerics;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Spiking;

/// <summary>From dL/ds of all steps to dL/da of all steps, in place, the last step first; an item is a block of units of all samples. The surrogate's
/// derivative stands in for the spike's; the reset carries no gradient (as usual since Zenke and Vogels 2021).</summary>
/// <param name="neuron">The neuron.</param>
/// <param name="reading">The surrogate.</param>
/// <param name="voltages">v after charging, [n, steps x width].</param>
/// <param name="gradient">dL/ds; becomes dL/da.</param>
/// <param name="steps">T.</param>
internal readonly struct BackThroughTime(Neuron neuron, SpikeReading reading, in MatrixView voltages, in MatrixView gradient, int steps) : IJob
{
    private const int BlockUnits = 64;

    private readonly MatrixView _voltages = voltages;
    private readonly MatrixView _gradient = gradient;
    private readonly int _width = gradient.Columns / steps;

    public static void Run(
        ComputeContext context, Neuron neuron, SpikeReading reading, in MatrixView voltages, in MatrixView gradient, int steps)
    {
        var job = new BackThroughTime(neuron, reading, voltages, gradient, steps);
        int count = (job._width + BlockUnits - 1) / BlockUnits;
        context.Run((long)gradient.Rows * gradient.Columns > ChargeNeurons.LeastShared, count, job);
    }

    // dv = ds g'(v - theta) + du (v < theta ? 1 : hard ? 0 : 1), with u what the reset leaves; da = gain dv, du_prev = keep dv
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int item)
    {
        int start = item * BlockUnits, end = Math.Min(_width, start + BlockUnits);
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        for (int i = 0; i < _gradient.Rows; i++)
        {
            ReadOnlySpan<float> v = _voltages.Row(i);
            Span<float> g = _gradient.Row(i);
            int j = start;
            for (; j <= end - Vector<float>.Count; j += Vector<float>.Count)
            {
                Vector<float> du = Vector<float>.Zero;
                for (int at = ((steps - 1) * _width) + j; at >= 0; at -= _width)
                {
                    Vector<float> dv = Back(new Vector<float>(v[at..]), new Vector<float>(g[at..]), du);
                    (dv * neuron.Gain).CopyTo(g[at..]);
                    du = dv * neuron.Keep;
                }
            }

            for (; j < end; j++)
            {
                float du = 0;
                for (int at = ((steps - 1) * _width) + j; at >= 0; at -= _width)
                {
                    Back(new Vector<float>(v[at]), new Vector<float>(g[at]), new Vector<float>(du)).CopyTo(lanes);
                    g[at] = lanes[0] * neuron.Gain;
                    du = lanes[0] * neuron.Keep;
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<float> Back(Vector<float> v, Vector<float> ds, Vector<float> du)
    {
        Vector<float> left = neuron.IsSoft
            ? du
            : Vector.ConditionalSelect(Vector.GreaterThanOrEqual(v, new Vector<float>(neuron.Threshold)), Vector<float>.Zero, du);
        return (ds * reading.Derivative(v)) + left;
    }
}
