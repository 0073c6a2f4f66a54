using System.Numerics;
using System.Runtime.CompilerServices;

namespace SigProp.Continuous;

/// <summary>One step of one sample's states of one layer.</summary>
internal static class StateStep
{
    /// <summary>s = clip(s + eps (own + drive + back - s), 0, 1) (Eq 13); returns the sum of |change|.</summary>
    /// <param name="states">s.</param>
    /// <param name="own">What does not change from step to step: the bias, and the input's part.</param>
    /// <param name="drive">What the other states send.</param>
    /// <param name="back">What the states above send as well; empty for nothing.</param>
    /// <param name="step">eps.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Move(Span<float> states, ReadOnlySpan<float> own, ReadOnlySpan<float> drive, ReadOnlySpan<float> back, float step)
    {
        var eps = new Vector<float>(step);
        Vector<float> changes = default;
        int i = 0;
        for (; i <= states.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> s = new(states[i..]), u = new Vector<float>(own[i..]) + new Vector<float>(drive[i..]);
            u = back.IsEmpty ? u : u + new Vector<float>(back[i..]);
            Vector<float> next = Vector.Min(Vector.Max(s + (eps * (u - s)), Vector<float>.Zero), Vector<float>.One);
            changes += Vector.Abs(next - s);
            next.CopyTo(states[i..]);
        }

        float sum = Vector.Sum(changes);
        for (; i < states.Length; i++)
        {
            float s = states[i], u = own[i] + drive[i];
            u = back.IsEmpty ? u : u + back[i];
            float next = MathF.Min(MathF.Max(s + (step * (u - s)), 0f), 1f);
            sum += MathF.Abs(next - s);
            states[i] = next;
        }

        return sum;
    }
}
