using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SigProp.Layers;

/// <summary>An activation and its derivative, on contiguous rows.</summary>
/// <param name="Kind">Which function.</param>
/// <param name="Slope">The slope of LeakyReLU below zero.</param>
internal readonly record struct ActivationFunction(Activation Kind, float Slope)
{
    /// <summary>y = f(y), in place.</summary>
    public void Apply(Span<float> y)
    {
        switch (Kind)
        {
            case Activation.ReLU:
                TensorPrimitives.Max(y, 0f, y);
                break;
            case Activation.LeakyReLU:
                Leak(y, Slope);
                break;
            case Activation.Tanh:
                TensorPrimitives.Tanh(y, y);
                break;
        }
    }

    /// <summary>z = f(z + b), in place.</summary>
    public void AddBiasAndApply(Span<float> z, ReadOnlySpan<float> bias)
    {
        if (Kind == Activation.LeakyReLU)
        {
            AddAndLeak(z, bias, Slope);
            return;
        }

        TensorPrimitives.Add(z, bias, z);
        Apply(z);
    }

    /// <summary>
    /// gradient *= f'(z), with f' computed from the output y = f(z): 1 - y^2 for tanh; for the others from y's sign, which is z's.
    /// Where dropout has scaled the kept outputs by 1 / <paramref name="keep"/>, y is scaled back first.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MultiplyByDerivative(Span<float> gradient, ReadOnlySpan<float> y, float keep)
    {
        switch (Kind)
        {
            case Activation.ReLU:
                MultiplyWherePositive(gradient, y, 0f);
                break;
            case Activation.LeakyReLU:
                MultiplyWherePositive(gradient, y, Slope);
                break;
            case Activation.Tanh:
                for (int i = 0; i < gradient.Length; i++)
                {
                    float a = y[i] * keep;
                    gradient[i] *= 1f - (a * a);
                }

                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Leak(Span<float> y, float slope)
    {
        int i = 0;
        var slopes = new Vector<float>(slope);
        for (; i <= y.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var z = new Vector<float>(y[i..]);
            Vector.Max(z, z * slopes).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
        {
            y[i] = MathF.Max(y[i], y[i] * slope);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddAndLeak(Span<float> y, ReadOnlySpan<float> bias, float slope)
    {
        int i = 0;
        var slopes = new Vector<float>(slope);
        for (; i <= y.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> z = new Vector<float>(y[i..]) + new Vector<float>(bias[i..]);
            Vector.Max(z, z * slopes).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
        {
            float z = y[i] + bias[i];
            y[i] = MathF.Max(z, z * slope);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyWherePositive(Span<float> gradient, ReadOnlySpan<float> y, float otherwise)
    {
        int i = 0;
        var below = new Vector<float>(otherwise);
        for (; i <= gradient.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<int> positive = Vector.GreaterThan(new Vector<float>(y[i..]), Vector<float>.Zero);
            Vector<float> factor = Vector.ConditionalSelect(positive, Vector<float>.One, below);
            (new Vector<float>(gradient[i..]) * factor).CopyTo(gradient[i..]);
        }

        for (; i < gradient.Length; i++)
        {
            gradient[i] *= y[i] > 0 ? 1f : otherwise;
        }
    }
}
