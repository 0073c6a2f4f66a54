using System.Numerics.Tensors;
using SigProp.Layers;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Targets;

/// <summary>Conditions on the class and the input: t1 = h1 * f(S1 c + d1) + f(S2 c + d2) (Eq 10), one target a sample. h1 is read without gradient:
/// what the targets have to learn does not reach back into the first layer.</summary>
internal sealed class TargetInput : TargetGenerator
{
    private readonly AffineTargets _scale;
    private readonly AffineTargets _shift;
    private readonly int _width;
    private float[] _factors = [];
    private float[] _terms = [];
    private float[] _factorGradient = [];

    /// <param name="contexts">Classes, or bins.</param>
    /// <param name="width">The first layer's width.</param>
    /// <param name="activation">The first layer's f.</param>
    /// <param name="learns">Whether S1, d1, S2 and d2 change in training.</param>
    public TargetInput(int contexts, int width, ActivationFunction activation, bool learns)
    {
        Learns = learns;
        _width = width;
        _scale = new AffineTargets(contexts, width, activation, learns, "targets.scale");
        _shift = new AffineTargets(contexts, width, activation, learns, "targets.shift");
        Parameters = [.. _scale.Parameters, .. _shift.Parameters];
    }

    public override bool Learns { get; }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override void Initialize(RandomKey key)
    {
        _scale.Initialize(key.Split("scale"));
        _shift.Initialize(key.Split("shift"));
    }

    // T1 = H1 * f(C S1^T + d1) + f(C S2^T + d2); both are kept for the way back
    public override void Forward(ComputeContext context, in MatrixView signal, in MatrixView h, in MatrixView targets)
    {
        Reserve(signal.Rows);
        MatrixView factors = View(_factors, signal.Rows), terms = View(_terms, signal.Rows);
        _scale.Forward(context, signal, default, factors);
        _shift.Forward(context, signal, default, terms);
        for (int i = 0; i < targets.Rows; i++)
        {
            TensorPrimitives.MultiplyAdd(h.Row(i), factors.Row(i), terms.Row(i), targets.Row(i));
        }
    }

    // d(factor) = dT1 * H1, d(term) = dT1
    public override void Learn(
        ComputeContext context, in MatrixView signal, in MatrixView h, in MatrixView targets, in MatrixView gradient, LayerOptimizer optimizer)
    {
        MatrixView factorGradient = View(_factorGradient, signal.Rows);
        for (int i = 0; i < gradient.Rows; i++)
        {
            TensorPrimitives.Multiply(gradient.Row(i), h.Row(i), factorGradient.Row(i));
        }

        _scale.Gradient(context, signal, View(_factors, signal.Rows), factorGradient, optimizer.Gradient(0), optimizer.Gradient(1));
        _shift.Gradient(context, signal, View(_terms, signal.Rows), gradient, optimizer.Gradient(2), optimizer.Gradient(3));
        optimizer.Update(context);
    }

    private void Reserve(int rows)
    {
        if (_factors.Length < rows * _width)
        {
            _factors = new float[checked(rows * _width)];
            _terms = new float[rows * _width];
            _factorGradient = new float[rows * _width];
        }
    }

    private MatrixView View(float[] values, int rows) => new(values, rows, _width);
}
