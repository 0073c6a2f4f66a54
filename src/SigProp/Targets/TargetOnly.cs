using SigProp.Layers;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Targets;

/// <summary>Conditions on the class alone: t1 = f(S1 c + d1) for the one-hot vector c of every class, or bin (Eq 1). Not normalised. A sparse target
/// has fewer values than an output of the first layer (section III-E).</summary>
internal sealed class TargetOnly : TargetGenerator
{
    private readonly ActivationFunction _activation;
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    /// <param name="classes">m.</param>
    /// <param name="width">The width of a target.</param>
    /// <param name="activation">The first layer's f.</param>
    /// <param name="learns">Whether S1 and d1 change in training.</param>
    public TargetOnly(int classes, int width, ActivationFunction activation, bool learns)
    {
        Learns = learns;
        _activation = activation;
        _weight = new Parameter("targets.weight", width, classes, isWeight: true);
        _bias = new Parameter("targets.bias", 1, width, isWeight: false);
        Parameters = [_weight, _bias];
    }

    public override bool Learns { get; }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override void Initialize(RandomKey key) => DenseLayer.Initialize(key, _weight, _bias);

    // The one-hot vectors of all classes are the identity, so S1 C^T is S1, and T1 = f(S1^T + d1).
    public override void Forward(ComputeContext context, in MatrixView signal, in MatrixView h, in MatrixView targets)
    {
        for (int k = 0; k < targets.Rows; k++)
        {
            Span<float> target = targets.Row(k);
            for (int j = 0; j < target.Length; j++)
            {
                target[j] = _weight.View[j, k];
            }

            _activation.AddBiasAndApply(target, _bias.Values);
        }
    }

    // dA = dT1 * f'; dS1 = dA^T C = dA^T, dd1 = the sum of dA over the classes
    public override void Learn(
        ComputeContext context, in MatrixView signal, in MatrixView h, in MatrixView targets, in MatrixView gradient, LayerOptimizer optimizer)
    {
        MatrixView weight = optimizer.Gradient(0);
        for (int k = 0; k < targets.Rows; k++)
        {
            Span<float> row = gradient.Row(k);
            _activation.MultiplyByDerivative(row, targets.Row(k), 1f);
            for (int j = 0; j < row.Length; j++)
            {
                weight[j, k] = row[j];
            }
        }

        RowOperations.ColumnSums(gradient, optimizer.Gradient(1).Row(0));
        optimizer.Update(context);
    }
}
