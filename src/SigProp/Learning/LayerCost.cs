namespace SigProp.Learning;

/// <summary>What a learner has cost so far.</summary>
/// <param name="Name"><c>layer1</c>, ... or <c>head</c>.</param>
/// <param name="Seconds">Time in all steps.</param>
/// <param name="SignalBytes">Memory for signals while it learns, or what it adds to all that is kept.</param>
internal readonly record struct LayerCost(string Name, double Seconds, long SignalBytes);
