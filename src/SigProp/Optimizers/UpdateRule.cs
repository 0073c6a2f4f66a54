namespace SigProp.Optimizers;

/// <summary>The last link of an optimizer's chain: clipping, decay and schedule have become numbers in <see cref="UpdateStep"/>,
/// so that parameters, gradient and state are read and written once.</summary>
internal abstract class UpdateRule
{
    /// <summary>How many numbers of state each parameter needs: 0, 1 or 2.</summary>
    public abstract int StateSlots { get; }

    /// <summary>Fills in what the rule needs besides the learning rate, for step number <paramref name="count"/> (from 1).</summary>
    public virtual UpdateStep Prepare(UpdateStep step, int count) => step;

    /// <summary>Changes <paramref name="values"/> by their gradient.</summary>
    public abstract void Apply(
        Span<float> values, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second, in UpdateStep step);
}
