namespace SigProp.Optimizers;

/// <summary>The last link of an optimizer's chain: clipping, decay and schedule have become numbers in <see cref="UpdateStep"/>,
/// so that parameters, gradient and state are read and written once.</summary>
internal abstract unsafe class UpdateRule
{
    /// <summary>How many numbers of state each parameter needs: 0, 1 or 2.</summary>
    public abstract int StateSlots { get; }

    /// <summary>Fills in what the rule needs besides the learning rate, for step number <paramref name="count"/> (from 1).</summary>
    public virtual UpdateStep Prepare(UpdateStep step, int count) => step;

    /// <summary>Changes <paramref name="values"/> by their gradient.</summary>
    public void Apply(Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, in UpdateStep step)
    {
        fixed (float* w = values, g = gradient, m = first, v = second)
        {
            Apply(w, g, m, v, 1, values.Length, 0, 0, step);
        }
    }

    /// <summary>Changes a rectangle of a parameter by its gradient. An element's bits do not depend on its place.</summary>
    /// <param name="values">The rectangle's first element.</param>
    /// <param name="gradient">Of the same rectangle.</param>
    /// <param name="first">First moments, where the rule has any.</param>
    /// <param name="second">Second moments, where the rule has any.</param>
    /// <param name="rows">Rows of the rectangle.</param>
    /// <param name="columns">Columns of the rectangle.</param>
    /// <param name="stride">Distance between two rows of values and moments.</param>
    /// <param name="gradientStride">Distance between two rows of the gradient.</param>
    /// <param name="step">The step's numbers.</param>
    public abstract void Apply(
        float* values, float* gradient, float* first, float* second, int rows, int columns, nint stride, nint gradientStride, in UpdateStep step);
}
