using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Layers;

/// <summary>A fully connected layer.</summary>
internal partial class DenseLayer : Layer
{
    private readonly DenseSpec _spec;
    private readonly ActivationFunction _activation;
    private readonly BatchNormalization? _normalization;

    public DenseLayer(string name, int inputs, DenseSpec spec)
    {
        _spec = spec;
        _activation = new ActivationFunction(spec.Activation, spec.NegativeSlope);
        Weight = new Parameter($"{name}.weight", spec.Units, inputs, isWeight: true);
        if (spec.BatchNormalization)
        {
            _normalization = new BatchNormalization(name, spec.Units);
            Parameters = [Weight, _normalization.Scale, _normalization.Shift];
            Buffers = [_normalization.RunningMean, _normalization.RunningVariance];
        }
        else
        {
            Bias = new Parameter($"{name}.bias", 1, spec.Units, isWeight: false);
            Parameters = [Weight, Bias];
            Buffers = [];
        }
    }

    /// <summary>W, [outputs, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>b, [1, outputs]; null where normalisation has a shift of its own.</summary>
    public Parameter? Bias { get; }

    public override int InputWidth => Weight.Columns;

    public override int OutputWidth => Weight.Rows;

    public override bool HasNormalization => _normalization is not null;

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override IReadOnlyList<Parameter> Buffers { get; }

    /// <summary>Uniform in +-1/sqrt(inputs), weights and bias (LeCun et al. 1998; the usual default of dense layers).</summary>
    public override void Initialize(RandomKey key)
    {
        Initialize(key, Weight, Bias);
        _normalization?.Initialize();
    }

    /// <summary>Draws a weight, [outputs, inputs], and a bias.</summary>
    public static void Initialize(RandomKey key, Parameter weight, Parameter? bias)
    {
        float bound = 1f / MathF.Sqrt(weight.Columns);
        RandomStream weights = key.Split("weight").Stream();
        weights.FillUniform(weight.Values, -bound, bound);
        if (bias is not null)
        {
            RandomStream biases = key.Split("bias").Stream();
            biases.FillUniform(bias.Values, -bound, bound);
        }
    }

    // [h', t'] = dropout(f(N([h, t] W^T + b))); only h is dropped
    public override void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory)
    {
        MatrixView x = input.Both;
        MatrixView z = output.Both.Slice(0, x.Rows);
        if (_normalization is null)
        {
            // tanh's bits may depend on where a span ends, and where parts of a product end depends on the batch: row by row they do not.
            bool fused = _activation.Kind != Activation.Tanh;
            ActivationFunction first = fused ? _activation : new ActivationFunction(Activation.Identity, 0f);
            Gemm.Multiply(context, x, false, Weight.View, true, z, 0f, new BiasActivation(Bias!.View.Array, first));
            if (!fused)
            {
                ActivateRows(z);
            }
        }
        else
        {
            Gemm.Multiply(context, x, false, Weight.View, true, z, 0f);
            _normalization.Forward(new Signal(z, input.Samples), memory);
            ActivateRows(z);
        }

        if (memory is not null && _spec.Dropout > 0)
        {
            new Dropout(_spec.Dropout, memory.DropoutKey).Apply(output.H.Elements);
        }
    }

    public override void GradientBeforeActivation(
        ComputeContext context, in Signal output, in Signal gradient, LayerMemory memory, LayerOptimizer optimizer)
    {
        if (_spec.Dropout > 0)
        {
            new Dropout(_spec.Dropout, memory.DropoutKey).Apply(gradient.H.Elements);
            _activation.MultiplyByDerivative(gradient.H.Elements, output.H.Elements, 1f - _spec.Dropout);
            _activation.MultiplyByDerivative(gradient.T.Elements, output.T.Elements, 1f);
        }
        else
        {
            _activation.MultiplyByDerivative(gradient.Both.Elements, output.Both.Elements, 1f);
        }

        _normalization?.Backward(gradient, memory, optimizer.Gradient(1).Array.AsSpan(optimizer.Gradient(1).Offset, OutputWidth),
            optimizer.Gradient(2).Array.AsSpan(optimizer.Gradient(2).Offset, OutputWidth));
    }

    // dW = dA^T [h, t], db = the sum of dA over its rows; then the optimizer's step
    public override void Update(ComputeContext context, in Signal input, in Signal gradient, LayerOptimizer optimizer)
    {
        MatrixView delta = gradient.Both.Slice(0, input.Both.Rows);
        if (Bias is not null)
        {
            RowOperations.ColumnSums(delta, optimizer.Gradient(1).Row(0));
        }

        Gemm.Multiply(context, delta, true, input.Both, false, optimizer.Gradient(0), 0f);
        optimizer.Update(context);
    }

    private void ActivateRows(in MatrixView z)
    {
        for (int row = 0; row < z.Rows; row++)
        {
            _activation.Apply(z.Row(row));
        }
    }
}
