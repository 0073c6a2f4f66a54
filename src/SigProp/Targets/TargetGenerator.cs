using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Targets;

/// <summary>Turns the learning signal into the first layer's targets; together with the first layer it is layer 1 (Eq 1).</summary>
internal abstract class TargetGenerator
{
    /// <summary>Whether the generator's parameters change in training.</summary>
    public abstract bool Learns { get; }

    /// <summary>Whether the first layer makes the targets, of the learning signal as a second input (section III-A: weight sharing).</summary>
    public virtual bool SharesFirstLayer => false;

    public abstract IReadOnlyList<Parameter> Parameters { get; }

    public abstract void Initialize(RandomKey key);

    /// <summary>Writes t1, [classes, width] or [samples, width].</summary>
    /// <param name="context">The compute resources.</param>
    /// <param name="signal">c, [samples, contexts]; without rows where a class has one target: c is then the identity.</param>
    /// <param name="h">h1, [samples, width]; read by generators that condition on the input.</param>
    /// <param name="targets">Takes t1.</param>
    public abstract void Forward(ComputeContext context, in MatrixView signal, in MatrixView h, in MatrixView targets);

    /// <summary>Learns from dL/dt1, which it overwrites.</summary>
    public abstract void Learn(
        ComputeContext context, in MatrixView signal, in MatrixView h, in MatrixView targets, in MatrixView gradient, LayerOptimizer optimizer);
}
