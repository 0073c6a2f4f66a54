using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>What a rule's own networks take, which are none of the network's.</summary>
internal static class Auxiliary
{
    /// <summary>Parameters and moments.</summary>
    public static long Bytes(IReadOnlyList<Parameter> parameters, LayerOptimizer optimizer)
        => sizeof(float) * (parameters.Sum(p => (long)p.Length) + optimizer.State.Moments().Sum(m => (long)m.Values.Length));
}
