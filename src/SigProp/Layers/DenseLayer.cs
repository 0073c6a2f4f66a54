using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Layers;

/// <summary>A fully connected layer.</summary>
internal partial class DenseLayer : Layer
{
    private readonly DenseSpec _spec;
    private readonly ActivationFunction _activation;
    private readonly BatchNormalization? _normalization;

    /// <param name="name">What its parameters' names begin with.</param>
    /// <param name="inputs">The width of an input.</param>
    /// <param name="spec">What the layer is to be.</param>
    /// <param name="targetUnits">The width of a target on the way out, where the generator makes it sparse; null for the layer's own.</param>
    public DenseLayer(string name, int inputs, DenseSpec spec, int? targetUnits = null)
        : base(ImageShape.Flat(inputs), ImageShape.Flat(spec.Units), ImageShape.Flat(targetUnits ?? spec.Units))
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

    /// <summary>What the layer is.</summary>
    public DenseSpec Spec => _spec;

    /// <summary>W, [outputs, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>b, [1, outputs]; null where normalisation has a shift of its own.</summary>
    public Parameter? Bias { get; }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override IReadOnlyList<Parameter> Buffers { get; }

    /// <summary>Uniform in +-1/sqrt(inputs), weights and bias (LeCun et al. 1998; the usual default of dense layers).</summary>
    public override void Initialize(RandomKey key)
    {
        Initialize(key, Weight, Bias);
        _normalization?.Initialize();
    }

    public override void CountFanOut(Span<int> fanOut) => fanOut.Fill(OutputWidth);

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

    public override MemoryNeeds Needs(int samples, int targets, bool local)
    {
        int numbers = checked((samples + targets) * OutputWidth);
        return new MemoryNeeds
        {
            Gradient = local ? numbers : 0,
            Normalized = _normalization is null ? 0 : numbers,
            Columns = _normalization is null ? 0 : OutputWidth,
        };
    }

    // [h', t'] = dropout(f(N([h, t] W^T + b))); only h is dropped
    public override void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory)
    {
        if (input.Targets > 0 && input.IsJoined && output.IsJoined)
        {
            Affine(context, input.Both, output.Both);
        }
        else
        {
            Affine(context, input.H, output.H);
            if (input.Targets > 0)
            {
                Affine(context, input.T, output.T);
            }
        }

        if (_normalization is not null)
        {
            var z = new Signal(output.H, input.Targets == 0 ? default : output.T);
            _normalization.Forward(z, memory);
            ActivateRows(z.H);
            ActivateRows(z.T);
        }

        if (memory is not null && _spec.Dropout > 0)
        {
            new Dropout(_spec.Dropout, memory.DropoutKey).Apply(output.H.Elements);
        }
    }

    public override void Learn(
        ComputeContext context, in Signal input, in Signal output, in LossGradient loss, LayerMemory memory, LayerOptimizer optimizer)
    {
        var gradient = new Signal(memory.Gradient, output.Samples, input.Targets, OutputWidth);
        loss.OfOutputs(context, 0, gradient.H);
        if (input.Targets > 0)
        {
            loss.OfTargets(context, gradient.T);
        }

        GradientBeforeActivation(context, input.Targets > 0 ? output : output.Alone(), gradient, memory, optimizer);
        Update(context, input, gradient, optimizer);
    }

    /// <summary>x W^T + b, and the activation where nothing comes between. An x narrower than W has zeros in place of what it lacks.</summary>
    private void Affine(ComputeContext context, in MatrixView x, in MatrixView z)
    {
        MatrixView weight = FirstColumns(Weight.View, x.Columns);
        if (_normalization is not null)
        {
            Gemm.Multiply(context, x, false, weight, true, z, 0f);
            return;
        }

        // tanh's bits may depend on where a span ends, and where parts of a product end depends on the batch: row by row they do not.
        bool fused = _activation.Kind != Activation.Tanh;
        ActivationFunction first = fused ? _activation : new ActivationFunction(Activation.Identity, 0f);
        Gemm.Multiply(context, x, false, weight, true, z, 0f, new BiasActivation(Bias!.View.Array, first));
        if (!fused)
        {
            ActivateRows(z);
        }
    }

    private void ActivateRows(in MatrixView z)
    {
        for (int row = 0; row < z.Rows; row++)
        {
            _activation.Apply(z.Row(row));
        }
    }

    private static MatrixView FirstColumns(in MatrixView matrix, int columns)
        => new(matrix.Array, matrix.Offset, matrix.Rows, columns, matrix.Stride);
}
