using SigProp.Layers;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Heads;

/// <summary>A linear classifier on the last layer's output, trained by cross-entropy (Fig 2b).</summary>
internal sealed class ClassifierHead(int inputs, int classes) : Head
{
    private readonly DenseLayer _linear = new("head", inputs, new DenseSpec(classes) { Activation = Activation.Identity });

    public override bool Learns => true;

    public override bool NeedsTargets => false;

    public override IReadOnlyList<Parameter> Parameters => _linear.Parameters;

    public override void Initialize(RandomKey key) => _linear.Initialize(key);

    // y = h V^T + c
    public override void Scores(ComputeContext context, in MatrixView h, in MatrixView targets, in MatrixView scores)
        => _linear.Forward(context, new Signal(h, h.Rows), new Signal(scores, h.Rows), null);

    public override LossValue Evaluate(ComputeContext context, in MatrixView h, ReadOnlySpan<int> labels, in MatrixView scores)
    {
        Scores(context, h, default, scores);
        return CrossEntropy.Evaluate(scores, labels, weights: default);
    }

    public override void Update(ComputeContext context, in MatrixView h, in MatrixView gradient, LayerOptimizer optimizer)
        => _linear.Update(context, new Signal(h, h.Rows), new Signal(gradient, h.Rows), optimizer);

    public override void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient)
        => _linear.PropagateError(context, gradient, inputGradient);
}
