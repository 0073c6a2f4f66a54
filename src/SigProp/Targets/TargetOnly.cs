using SigProp.Layers;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Targets;

/// <summary>Conditions on the class alone: t1 = f(S1 c + d1) for the one-hot vector c of every class (Eq 1). Not normalised.</summary>
internal sealed class TargetOnly : TargetGenerator
{
    private readonly DenseLayer _map;
    private readonly LayerMemory _memory;
    private readonly Signal _classes;

    /// <param name="classes">m.</param>
    /// <param name="width">The first layer's width.</param>
    /// <param name="activation">The first layer's f.</param>
    /// <param name="learns">Whether S1 and d1 change in training.</param>
    public TargetOnly(int classes, int width, ActivationFunction activation, bool learns)
    {
        Learns = learns;
        _map = new DenseLayer("targets", classes, new DenseSpec(width) { Activation = activation.Kind, NegativeSlope = activation.Slope });
        _memory = new LayerMemory(classes, width, normalized: false);

        // C, the one-hot vectors of all classes, is the identity.
        var identity = new MatrixView(new float[classes * classes], classes, classes);
        for (int i = 0; i < classes; i++)
        {
            identity[i, i] = 1f;
        }

        _classes = new Signal(identity, classes);
    }

    public override bool Learns { get; }

    public override IReadOnlyList<Parameter> Parameters => _map.Parameters;

    public override void Initialize(RandomKey key) => _map.Initialize(key);

    // T1 = f(C S1^T + d1)
    public override void Forward(ComputeContext context, in MatrixView targets)
        => _map.Forward(context, _classes, new Signal(targets, targets.Rows), null);

    public override void Learn(ComputeContext context, in MatrixView targets, in MatrixView gradient, LayerOptimizer optimizer)
        => _map.Learn(context, _classes, new Signal(targets, targets.Rows), new Signal(gradient, targets.Rows), _memory, optimizer);
}
