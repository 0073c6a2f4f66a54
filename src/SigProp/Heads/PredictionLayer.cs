using SigProp.Layers;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Heads;

/// <summary>A linear map of the last output: the prediction layer of Fig 2b.</summary>
internal abstract class PredictionLayer(int inputs, int outputs) : Head
{
    private readonly DenseLayer _linear = new("head", inputs, new DenseSpec(outputs) { Activation = Activation.Identity });

    public override bool Learns => true;

    public override bool NeedsTargets => false;

    public override IReadOnlyList<Parameter> Parameters => _linear.Parameters;

    public override void Initialize(RandomKey key) => _linear.Initialize(key);

    // y = h V^T + c
    public override void Scores(ComputeContext context, in MatrixView h, in MatrixView scores)
        => _linear.Forward(context, new Signal(h, default), new Signal(scores, default), null);

    public override LossValue Evaluate(ComputeContext context, in MatrixView h, in Lesson lesson, in MatrixView scores)
    {
        Scores(context, h, scores);
        return Loss(scores, lesson);
    }

    // dc = the sum of dy over the samples; dV = dy^T h
    public override void Update(ComputeContext context, in MatrixView h, in MatrixView gradient, LayerOptimizer optimizer)
    {
        RowOperations.ColumnSums(gradient, optimizer.Gradient(1).Row(0));
        _linear.Update(context, new Signal(h, default), new Signal(gradient, default), optimizer);
    }

    public override void PropagateError(ComputeContext context, in MatrixView gradient, in MatrixView inputGradient)
        => _linear.PropagateError(context, gradient, inputGradient);

    /// <summary>The loss of the scores, which it overwrites with its gradient.</summary>
    protected abstract LossValue Loss(in MatrixView scores, in Lesson lesson);
}
