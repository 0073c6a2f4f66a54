using System.Numerics;
using System.Runtime.CompilerServices;

namespace SigProp.Spiking;

/// <summary>What the loss reads of a voltage after charging: r = g(v - theta), or v itself.</summary>
/// <param name="Kind">The surrogate g; null for the voltage itself.</param>
/// <param name="Slope">k, the derivative of g at 0.</param>
/// <param name="Threshold">theta.</param>
internal readonly record struct SpikeReading(SurrogateKind? Kind, float Slope, float Threshold)
{
    public static SpikeReading Of(SpikingSpec spec) => new(
        spec.LearningSignal == SpikingLearningSignal.Surrogate ? spec.Surrogate : null, spec.SurrogateSlope, spec.Threshold);

    /// <summary>r, into memory that may be that of v. A number's bits do not depend on its place: the remainder goes through the same lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<float> v, Span<float> r)
    {
        int i = 0;
        for (; i <= v.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Value(new Vector<float>(v[i..])).CopyTo(r[i..]);
        }

        if (i < v.Length)
        {
            Span<float> lanes = stackalloc float[Vector<float>.Count];
            lanes.Clear();
            v[i..].CopyTo(lanes);
            Value(new Vector<float>(lanes)).CopyTo(lanes);
            lanes[..(v.Length - i)].CopyTo(r[i..]);
        }
    }

    /// <summary>gradient *= factor dr/dv.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MultiplyByDerivative(Span<float> gradient, ReadOnlySpan<float> v, float factor)
    {
        var factors = new Vector<float>(factor);
        int i = 0;
        for (; i <= v.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(gradient[i..]) * (factors * Derivative(new Vector<float>(v[i..])))).CopyTo(gradient[i..]);
        }

        if (i < v.Length)
        {
            Span<float> lanes = stackalloc float[Vector<float>.Count];
            lanes.Clear();
            v[i..].CopyTo(lanes);
            (factors * Derivative(new Vector<float>(lanes))).CopyTo(lanes);
            for (int lane = 0; i < v.Length; i++, lane++)
            {
                gradient[i] *= lanes[lane];
            }
        }
    }

    /// <summary>r of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Value(Vector<float> v)
    {
        Vector<float> x = (v - new Vector<float>(Threshold)) * Slope;
        switch (Kind)
        {
            // Eq 16: g(x) = atan(pi x) / pi + 1/2
            case SurrogateKind.ArcTangent:
                return (ArcTangent(x * MathF.PI) * (1f / MathF.PI)) + new Vector<float>(0.5f);
            case SurrogateKind.Sigmoid:
                return Vector<float>.One / (Vector<float>.One + Vector.Exp(x * -4f));
            case SurrogateKind.FastSigmoid:
                return new Vector<float>(0.5f) + (x / (Vector<float>.One + (2f * Vector.Abs(x))));
            // The integral of max(0, 1 - |x|) from -1 on
            case SurrogateKind.Triangle:
                Vector<float> y = Vector.Min(Vector.Max(x, -Vector<float>.One), Vector<float>.One);
                return new Vector<float>(0.5f) + (y * (Vector<float>.One - (0.5f * Vector.Abs(y))));
            default:
                return v;
        }
    }

    /// <summary>dr/dv of each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Derivative(Vector<float> v)
    {
        Vector<float> x = (v - new Vector<float>(Threshold)) * Slope, slope = new(Slope);
        switch (Kind)
        {
            // Eq 17: g'(x) = 1 / (1 + (pi x)^2)
            case SurrogateKind.ArcTangent:
                x *= MathF.PI;
                return slope / (Vector<float>.One + (x * x));
            case SurrogateKind.Sigmoid:
                Vector<float> g = Vector<float>.One / (Vector<float>.One + Vector.Exp(x * -4f));
                return slope * 4f * g * (Vector<float>.One - g);
            case SurrogateKind.FastSigmoid:
                x = Vector<float>.One + (2f * Vector.Abs(x));
                return slope / (x * x);
            case SurrogateKind.Triangle:
                return slope * Vector.Max(Vector<float>.Zero, Vector<float>.One - Vector.Abs(x));
            default:
                return Vector<float>.One;
        }
    }

    // Cephes' atanf: the argument is brought into [-tan(pi/8), tan(pi/8)], then a polynomial; within 2.5e-7 of the arc tangent.
    private static Vector<float> ArcTangent(Vector<float> x)
    {
        Vector<float> a = Vector.Abs(x), one = Vector<float>.One;
        Vector<int> far = Vector.GreaterThan(a, new Vector<float>(2.41421356f)), near = Vector.LessThanOrEqual(a, new Vector<float>(0.414213562f));
        Vector<float> numerator = Vector.ConditionalSelect(far, -one, Vector.ConditionalSelect(near, a, a - one));
        Vector<float> denominator = Vector.ConditionalSelect(far, a, Vector.ConditionalSelect(near, one, a + one));
        Vector<float> start = Vector.ConditionalSelect(
            far, new Vector<float>(MathF.PI / 2), Vector.ConditionalSelect(near, Vector<float>.Zero, new Vector<float>(MathF.PI / 4)));
        Vector<float> z = numerator / denominator, square = z * z;
        Vector<float> p = (square * 8.05374449538e-2f) - new Vector<float>(1.38776856032e-1f);
        p = (p * square) + new Vector<float>(1.99777106478e-1f);
        p = (p * square) - new Vector<float>(3.33329491539e-1f);
        Vector<float> y = start + z + (p * square * z);
        return Vector.ConditionalSelect(Vector.LessThan(x, Vector<float>.Zero), -y, y);
    }
}
