namespace SigProp.Comparison;

/// <summary>How a rule's updates lay to backpropagation's gradients at the end of an epoch.</summary>
/// <param name="Epoch">The epoch, from 0, before training.</param>
/// <param name="Degrees">By layer: the angle between the update of its weights and the negative gradient of the head's loss, in degrees. Below 90 the update
/// lessens that loss.</param>
public sealed record AlignmentPoint(int Epoch, IReadOnlyList<NamedValue> Degrees);
