using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Targets;

/// <summary>Turns the learning signal into the first layer's targets; together with the first layer it is layer 1 (Eq 1).</summary>
internal abstract class TargetGenerator
{
    /// <summary>Whether the generator's parameters change in training.</summary>
    public abstract bool Learns { get; }

    public abstract IReadOnlyList<Parameter> Parameters { get; }

    public abstract void Initialize(RandomKey key);

    /// <summary>Writes t1, [classes, width].</summary>
    public abstract void Forward(ComputeContext context, in MatrixView targets);

    /// <summary>Learns from dL/dt1, which it overwrites.</summary>
    public abstract void Learn(ComputeContext context, in MatrixView targets, in MatrixView gradient, LayerOptimizer optimizer);
}
