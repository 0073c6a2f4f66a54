using SigProp.Layers;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Targets;

/// <summary>Conditions on a row of numbers a sample: t1 = f(S1 c + d1), with c the values of a regression, or y + y* (Eq 11), or the last layer's
/// corrected output (Eq 12).</summary>
internal sealed class AffineTargets : TargetGenerator
{
    private readonly ActivationFunction _activation;
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    /// <param name="contexts">Numbers of c.</param>
    /// <param name="width">The width of a target.</param>
    /// <param name="activation">The first layer's f.</param>
    /// <param name="learns">Whether S1 and d1 change in training.</param>
    /// <param name="name">What the parameters' names begin with.</param>
    public AffineTargets(int contexts, int width, ActivationFunction activation, bool learns, string name = "targets")
    {
        Learns = learns;
        _activation = activation;
        _weight = new Parameter($"{name}.weight", width, contexts, isWeight: true);
        _bias = new Parameter($"{name}.bias", 1, width, isWeight: false);
        Parameters = [_weight, _bias];
    }

    public override bool Learns { get; }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override void Initialize(RandomKey key) => DenseLayer.Initialize(key, _weight, _bias);

    // T1 = f(C S1^T + d1)
    public override void Forward(ComputeContext context, in MatrixView signal, in MatrixView h, in MatrixView targets)
    {
        Gemm.Multiply(context, signal, false, _weight.View, true, targets, 0f);
        for (int i = 0; i < targets.Rows; i++)
        {
            _activation.AddBiasAndApply(targets.Row(i), _bias.Values);
        }
    }

    // dA = dT1 * f'; dS1 = dA^T C, dd1 = the sum of dA over the samples
    public override void Learn(
        ComputeContext context, in MatrixView signal, in MatrixView h, in MatrixView targets, in MatrixView gradient, LayerOptimizer optimizer)
    {
        Gradient(context, signal, targets, gradient, optimizer.Gradient(0), optimizer.Gradient(1));
        optimizer.Update(context);
    }

    /// <summary>The gradients of S1 and d1; turns dL/dt1 into dL/d(affine output).</summary>
    public void Gradient(
        ComputeContext context, in MatrixView signal, in MatrixView targets, in MatrixView gradient, in MatrixView weight, in MatrixView bias)
    {
        for (int i = 0; i < gradient.Rows; i++)
        {
            _activation.MultiplyByDerivative(gradient.Row(i), targets.Row(i), 1f);
        }

        Gemm.Multiply(context, gradient, true, signal, false, weight, 0f);
        RowOperations.ColumnSums(gradient, bias.Row(0));
    }
}
