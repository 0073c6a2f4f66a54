using System.Numerics;
using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Spiking;

/// <summary>Voltages to spikes, in place: 1 where v reaches the threshold, else 0; an item is a run of numbers.</summary>
internal readonly struct FireNeurons(float threshold, in MatrixView voltages) : IJob
{
    private const int Length = 1 << 13;

    private readonly MatrixView _voltages = voltages;

    public static void Run(ComputeContext context, float threshold, in MatrixView voltages)
    {
        int numbers = voltages.Rows * voltages.Columns;
        if (numbers > 0)
        {
            context.Run(numbers > ChargeNeurons.LeastShared, (numbers + Length - 1) / Length, new FireNeurons(threshold, voltages));
        }
    }

    // s = v >= theta
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int item)
    {
        Span<float> all = _voltages.Elements;
        int start = item * Length;
        Span<float> v = all.Slice(start, Math.Min(Length, all.Length - start));
        var thresholds = new Vector<float>(threshold);
        int i = 0;
        for (; i <= v.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<int> fired = Vector.GreaterThanOrEqual(new Vector<float>(v[i..]), thresholds);
            Vector.ConditionalSelect(fired, Vector<float>.One, Vector<float>.Zero).CopyTo(v[i..]);
        }

        for (; i < v.Length; i++)
        {
            v[i] = v[i] >= threshold ? 1f : 0f;
        }
    }
}
