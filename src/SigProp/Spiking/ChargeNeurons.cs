using System.Numerics;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Spiking;

/// <summary>Currents to voltages, step by step: charge, fire, reset; an item is a block of units of all samples. What stays is the voltage after
/// charging, which tells whether the neuron fired.</summary>
/// <remarks>A constant current is one row a sample at the memory's beginning; it is spread from the last sample to the first, so that none is overwritten
/// before it is read. Blocks of units do not meet.</remarks>
/// <param name="neuron">The neuron.</param>
/// <param name="signal">Currents; becomes voltages, [n, steps x width].</param>
/// <param name="steps">T.</param>
/// <param name="isConstant">Whether the currents are [n, width], the same at every step.</param>
internal readonly struct ChargeNeurons(Neuron neuron, in MatrixView signal, int steps, bool isConstant) : IJob
{
    /// <summary>Up to so many numbers one thread is done before another has woken.</summary>
    public const int LeastShared = 1 << 14;

    /// <summary>Units of an item: whole cache lines.</summary>
    private const int BlockUnits = 64;

    private readonly MatrixView _signal = signal;
    private readonly int _width = signal.Columns / steps;

    public int Count => (_width + BlockUnits - 1) / BlockUnits;

    public static void Run(ComputeContext context, Neuron neuron, in MatrixView signal, int steps, bool isConstant)
    {
        if (signal.Rows > 0)
        {
            var job = new ChargeNeurons(neuron, signal, steps, isConstant);
            context.Run((long)signal.Rows * signal.Columns > LeastShared, job.Count, job);
        }
    }

    // v = keep u + gain a; u = v < theta ? v : hard ? 0 : v - theta
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int item)
    {
        int start = item * BlockUnits, end = Math.Min(_width, start + BlockUnits), step = isConstant ? 0 : _width;
        Vector<float> keep = new(neuron.Keep), gain = new(neuron.Gain), threshold = new(neuron.Threshold);
        for (int i = _signal.Rows - 1; i >= 0; i--)
        {
            Span<float> voltages = _signal.Row(i);
            ReadOnlySpan<float> currents = isConstant ? _signal.Array.AsSpan(_signal.Offset + (i * _width), _width) : voltages;
            int j = start;
            for (; j <= end - Vector<float>.Count; j += Vector<float>.Count)
            {
                Vector<float> u = Vector<float>.Zero, a = new(currents[j..]);
                for (int t = 0; t < steps; t++)
                {
                    // The last read of a constant current is before the first write.
                    a = isConstant ? a : new Vector<float>(currents[((t * step) + j)..]);
                    Vector<float> v = (keep * u) + (gain * a);
                    v.CopyTo(voltages[((t * _width) + j)..]);
                    Vector<float> after = neuron.IsSoft ? v - threshold : Vector<float>.Zero;
                    u = Vector.ConditionalSelect(Vector.GreaterThanOrEqual(v, threshold), after, v);
                }
            }

            for (; j < end; j++)
            {
                float u = 0, a = currents[j];
                for (int t = 0; t < steps; t++)
                {
                    a = isConstant ? a : currents[(t * step) + j];
                    float v = (neuron.Keep * u) + (neuron.Gain * a);
                    voltages[(t * _width) + j] = v;
                    u = v >= neuron.Threshold ? (neuron.IsSoft ? v - neuron.Threshold : 0f) : v;
                }
            }
        }
    }
}
