using System.Numerics;
using System.Runtime.CompilerServices;

namespace SigProp.Layers;

/// <summary>Sums and maps over runs of one channel's positions, with constants for the whole run. Whole vectors first, the remainder
/// one by one; the order of reduction depends on the length alone (that of TensorPrimitives may depend on the address).</summary>
internal static class ChannelRuns
{
    /// <summary>sum (x - about) and sum (x - about)^2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Deviations, double Squares) Moments(ReadOnlySpan<float> x, float about)
    {
        int lanes = Vector<float>.Count, i = 0;
        var centre = new Vector<float>(about);
        Vector<float> sum0 = Vector<float>.Zero, sum1 = Vector<float>.Zero, square0 = Vector<float>.Zero, square1 = Vector<float>.Zero;
        for (; i <= x.Length - (2 * lanes); i += 2 * lanes)
        {
            Vector<float> a = new Vector<float>(x[i..]) - centre, b = new Vector<float>(x[(i + lanes)..]) - centre;
            sum0 += a;
            sum1 += b;
            square0 += a * a;
            square1 += b * b;
        }

        double sum = Vector.Sum(sum0 + sum1), square = Vector.Sum(square0 + square1);
        for (; i < x.Length; i++)
        {
            float a = x[i] - about;
            sum += a;
            square += a * a;
        }

        return (sum, square);
    }

    /// <summary>sum x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<float> x)
    {
        int lanes = Vector<float>.Count, i = 0;
        Vector<float> sum0 = Vector<float>.Zero, sum1 = Vector<float>.Zero, sum2 = Vector<float>.Zero, sum3 = Vector<float>.Zero;
        for (; i <= x.Length - (4 * lanes); i += 4 * lanes)
        {
            sum0 += new Vector<float>(x[i..]);
            sum1 += new Vector<float>(x[(i + lanes)..]);
            sum2 += new Vector<float>(x[(i + (2 * lanes))..]);
            sum3 += new Vector<float>(x[(i + (3 * lanes))..]);
        }

        double sum = Vector.Sum(sum0 + sum1 + (sum2 + sum3));
        for (; i < x.Length; i++)
        {
            sum += x[i];
        }

        return sum;
    }

    /// <summary>sum dy and sum dy xhat, where xhat = (min(v, v below) - shift) factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Sum, double Dot) SumAndDot(ReadOnlySpan<float> dy, ReadOnlySpan<float> v, float below, float shift, float factor)
    {
        v = v[..dy.Length];
        int lanes = Vector<float>.Count, i = 0;
        Vector<float> belows = new(below), shifts = new(shift), sum0 = Vector<float>.Zero, sum1 = Vector<float>.Zero;
        Vector<float> dot0 = Vector<float>.Zero, dot1 = Vector<float>.Zero;
        for (; i <= dy.Length - (2 * lanes); i += 2 * lanes)
        {
            Vector<float> d0 = new(dy[i..]), d1 = new(dy[(i + lanes)..]), v0 = new(v[i..]), v1 = new(v[(i + lanes)..]);
            sum0 += d0;
            sum1 += d1;
            dot0 += d0 * (Vector.Min(v0, v0 * belows) - shifts);
            dot1 += d1 * (Vector.Min(v1, v1 * belows) - shifts);
        }

        double sum = Vector.Sum(sum0 + sum1), dot = Vector.Sum(dot0 + dot1);
        for (; i < dy.Length; i++)
        {
            sum += dy[i];
            dot += dy[i] * (MathF.Min(v[i], v[i] * below) - shift);
        }

        return (sum, factor * dot);
    }

    /// <summary>x = scale xhat + shift with xhat = (x - mean) inverse, which goes to <paramref name="normalized"/> if that is not empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(Span<float> x, Span<float> normalized, float mean, float inverse, float scale, float shift)
    {
        int i = 0;
        bool keep = normalized.Length == x.Length;
        Vector<float> means = new(mean), inverses = new(inverse), scales = new(scale), shifts = new(shift);
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> xhat = (new Vector<float>(x[i..]) - means) * inverses;
            if (keep)
            {
                xhat.CopyTo(normalized[i..]);
            }

            ((xhat * scales) + shifts).CopyTo(x[i..]);
        }

        for (; i < x.Length; i++)
        {
            float xhat = (x[i] - mean) * inverse;
            if (keep)
            {
                normalized[i] = xhat;
            }

            x[i] = (xhat * scale) + shift;
        }
    }

    /// <summary>dy = a dy + b + c (w - shift), where w = min(v, v below).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(Span<float> dy, ReadOnlySpan<float> v, float below, float shift, float a, float b, float c)
    {
        v = v[..dy.Length];
        int i = 0;
        Vector<float> belows = new(below), shifts = new(shift), ofGradient = new(a), constant = new(b), ofValue = new(c);
        for (; i <= dy.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> w = new(v[i..]);
            w = Vector.Min(w, w * belows) - shifts;
            ((new Vector<float>(dy[i..]) * ofGradient) + (constant + (w * ofValue))).CopyTo(dy[i..]);
        }

        for (; i < dy.Length; i++)
        {
            dy[i] = (dy[i] * a) + (b + ((MathF.Min(v[i], v[i] * below) - shift) * c));
        }
    }

    /// <summary>x = x + value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<float> x, float value)
    {
        int i = 0;
        var values = new Vector<float>(value);
        for (; i <= x.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(x[i..]) + values).CopyTo(x[i..]);
        }

        for (; i < x.Length; i++)
        {
            x[i] += value;
        }
    }
}
