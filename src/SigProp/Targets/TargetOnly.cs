using System.Numerics.Tensors;
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
    private readonly float _scale;

    /// <param name="classes">m.</param>
    /// <param name="width">The width of a target.</param>
    /// <param name="activation">The first layer's f.</param>
    /// <param name="learns">Whether S1 and d1 change in training.</param>
    /// <param name="positions">Positions of an output's map; 1 where it is none.</param>
    public TargetOnly(int classes, int width, ActivationFunction activation, bool learns, int positions = 1)
    {
        _scale = MathF.Sqrt(positions);
        Learns = learns;
        _activation = activation;
        _weight = new Parameter("targets.weight", width, classes, isWeight: true);
        _bias = new Parameter("targets.bias", 1, width, isWeight: false);
        Parameters = [_weight, _bias];
    }

    public override bool Learns { get; }

    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>As a dense layer, times the root of the positions: the mean over them shrinks the likeness of a random target by as much, and with it
    /// what layers could tell classes apart by at first.</summary>
    public override void Initialize(RandomKey key)
    {
        DenseLayer.Initialize(key, _weight, _bias);
        TensorPrimitives.Multiply(_weight.Values, _scale, _weight.Values);
        TensorPrimitives.Multiply(_bias.Values, _scale, _bias.Values);
    }

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
