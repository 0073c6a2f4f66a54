using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Heads;

/// <summary>What predicts from the last layer (section III-B).</summary>
internal abstract class Head
{
    /// <summary>Whether the head has parameters that learn.</summary>
    public abstract bool Learns { get; }

    /// <summary>Whether the scores need the last layer's class targets.</summary>
    public abstract bool NeedsTargets { get; }

    public abstract IReadOnlyList<Parameter> Parameters { get; }

    public abstract void Initialize(RandomKey key);

    /// <summary>One score a class, [n, m], whose softmax is the class probabilities; or the values predicted, [n, outputs].</summary>
    /// <param name="context">The compute resources.</param>
    /// <param name="h">The last output, [n, width].</param>
    /// <param name="scores">Takes the scores.</param>
    public abstract void Scores(ComputeContext context, in MatrixView h, in MatrixView scores);

    /// <summary>The loss of a head that learns; leaves dL/d(scores) in <paramref name="scores"/>.</summary>
    public abstract LossValue Evaluate(ComputeContext context, in MatrixView h, in Lesson lesson, in MatrixView scores);

    /// <summary>Learns from dL/d(scores).</summary>
    public abstract void Update(ComputeContext context, in MatrixView h, in MatrixView gradient, LayerOptimizer optimizer);

    /// <summary>dL/d(scores) to dL/dh, for backpropagation and for the loop that corrects the output (Eq 12).</summary>
    public abstract void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient);
}
