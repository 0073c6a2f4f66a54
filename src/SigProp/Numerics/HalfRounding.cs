using System.Numerics.Tensors;

namespace SigProp.Numerics;

/// <summary>Numbers rounded to the nearest of 16 bits where they are; an item is a run of elements.</summary>
/// <param name="values">Without gaps between their rows.</param>
/// <param name="scale">A power of two by which they are multiplied for it, and divided after.</param>
internal readonly struct HalfRounding(MatrixView values, float scale) : IJob
{
    private const int Length = 4_096;
    private const int LeastShared = 1 << 15;
    private const int TopExponent = 14;
    private const int MostScale = 100;

    /// <summary>As they are: what lies above 65,504 becomes infinite.</summary>
    public static void Run(ComputeContext context, in MatrixView values) => Run(context, values, 1f);

    /// <summary>Scaled by the power of two that brings the largest into [2^14, 2^15), so that nothing overflows, nor vanishes before it is 2^-39 of
    /// that: a loss scale that is found in each step anew, and by which no step is lost.</summary>
    public static void RunScaled(ComputeContext context, in MatrixView values)
    {
        // What is not finite stays so, and the step's loss tells of it.
        float largest = values.Rows == 0 ? 0f : MathF.Abs(TensorPrimitives.MaxMagnitude<float>(values.Elements));
        if (largest > 0 && float.IsFinite(largest))
        {
            Run(context, values, MathF.ScaleB(1f, Math.Clamp(TopExponent - MathF.ILogB(largest), -MostScale, MostScale)));
        }
    }

    public void Execute(int item)
    {
        Span<float> rest = values.Elements[(item * Length)..];
        Span<float> run = rest[..Math.Min(Length, rest.Length)];
        Span<Half> halves = stackalloc Half[Length];
        halves = halves[..run.Length];
        if (scale == 1f)
        {
            TensorPrimitives.ConvertToHalf(run, halves);
            TensorPrimitives.ConvertToSingle(halves, run);
            return;
        }

        TensorPrimitives.Multiply(run, scale, run);
        TensorPrimitives.ConvertToHalf(run, halves);
        TensorPrimitives.ConvertToSingle(halves, run);
        TensorPrimitives.Multiply(run, 1f / scale, run);
    }

    private static void Run(ComputeContext context, in MatrixView values, float scale)
    {
        int count = values.Rows * values.Columns;
        context.Run(count > LeastShared, (count + Length - 1) / Length, new HalfRounding(values, scale));
    }
}
