using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Layers;

/// <summary>A convolution over images. Learns a few samples at a time, so that the gradient of a whole batch is never there at once; with
/// batch normalisation it goes over them twice, first for the sums that all samples' gradients share.</summary>
internal sealed partial class ConvolutionLayer : Layer
{
    /// <summary>Numbers of a gradient at once, and samples at least.</summary>
    private const int GradientNumbers = 1 << 19;
    private const int LeastSamples = 8;

    private readonly ConvolutionSpec _spec;
    private readonly ActivationFunction _activation;
    private readonly ChannelNormalization? _normalization;
    private readonly ConvolutionShape _shape;
    private readonly ConvolutionShape? _targetShape;
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <param name="name">What its parameters' names begin with.</param>
    /// <param name="input">The shape of an input.</param>
    /// <param name="spec">What the layer is to be.</param>
    /// <param name="targetInput">The shape of a target that comes in; null in layer 1, where none does.</param>
    /// <param name="target">The shape of a target on the way out.</param>
    /// <param name="isSparse">Whether targets are patches, compared with outputs by their spatial means.</param>
    public ConvolutionLayer(string name, ImageShape input, ConvolutionSpec spec, ImageShape? targetInput, ImageShape target, bool isSparse)
        : base(input, spec.OutputShape(input), target)
    {
        _spec = spec;
        ComparesMeans = isSparse;
        _activation = new ActivationFunction(spec.Activation, spec.NegativeSlope);
        _shape = Shape(input);
        _targetShape = targetInput is null ? null : Shape(targetInput);
        _weight = new Parameter($"{name}.weight", spec.Channels, _shape.Depth, isWeight: true);
        if (spec.BatchNormalization)
        {
            _normalization = new ChannelNormalization(name, spec.Channels);
            Parameters = [_weight, _normalization.Scale, _normalization.Shift];
            Buffers = [_normalization.RunningMean, _normalization.RunningVariance];
        }
        else
        {
            _bias = new Parameter($"{name}.bias", 1, spec.Channels, isWeight: false);
            Parameters = [_weight, _bias];
            Buffers = [];
        }
    }

    /// <summary>What the layer is.</summary>
    public ConvolutionSpec Spec => _spec;

    public override bool ComparesMeans { get; }

    /// <summary>Whether something else is made of the output, in its place, before the layer learns; default false.</summary>
    public bool IsOverwritten { get; init; }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override IReadOnlyList<Parameter> Buffers { get; }

    /// <summary>Uniform in +-1/sqrt(inputs of an output), weights and bias, as in <see cref="DenseLayer"/>.</summary>
    public override void Initialize(RandomKey key)
    {
        DenseLayer.Initialize(key, _weight, _bias);
        _normalization?.Initialize();
    }

    /// <summary>A value meets the kernel at every position whose window it lies in.</summary>
    public override void CountFanOut(Span<int> fanOut)
    {
        fanOut.Clear();
        for (int window = 0; window < OutputShape.Positions; window++)
        {
            int top = (window / OutputShape.Width * _spec.StrideHeight) - _spec.PaddingHeight;
            int left = (window % OutputShape.Width * _spec.StrideWidth) - _spec.PaddingWidth;
            for (int y = Math.Max(top, 0); y < Math.Min(top + _spec.KernelHeight, InputShape.Height); y++)
            {
                for (int x = Math.Max(left, 0); x < Math.Min(left + _spec.KernelWidth, InputShape.Width); x++)
                {
                    fanOut[(y * InputShape.Width) + x] += _spec.Channels / _spec.Groups;
                }
            }
        }

        // All channels alike.
        for (int c = 1; c < InputShape.Channels; c++)
        {
            fanOut[..InputShape.Positions].CopyTo(fanOut[(c * InputShape.Positions)..]);
        }
    }

    public override MemoryNeeds Needs(int samples, int targets, bool local)
    {
        bool keeps = _normalization is not null && !(local && FindsInOutput);
        return new MemoryNeeds
        {
            Gradient = local ? checked((SamplesAtOnce(samples) * OutputWidth) + (targets * TargetWidth)) : 0,
            Normalized = keeps ? checked(samples * OutputWidth) : 0,
            NormalizedTargets = keeps ? checked(targets * TargetWidth) : 0,
            Channels = _spec.Channels,
        };
    }

    // [h', t'] = f(N([h, t] * W + b)); h is dropped when it is handed on
    public override void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory)
    {
        bool normalizesByBatch = memory is not null && _normalization is not null && input.Samples > 0;
        if (input.Samples > 0)
        {
            Convolution.Forward(context, _shape, input.H, _weight.View, output.H);
            if (normalizesByBatch)
            {
                _normalization!.Forward(context, output.H, _activation, memory!.Channels, Kept(memory, memory.Normalized));
            }
            else
            {
                Activate(context, output.H, null);
            }
        }

        if (input.Targets > 0)
        {
            Convolution.Forward(context, _targetShape!.Value, input.T, _weight.View, output.T);
            Activate(context, output.T, memory);
        }
    }

    public override void Learn(
        ComputeContext context, in Signal input, in Signal output, in LossGradient loss, LayerMemory memory, LayerOptimizer optimizer)
    {
        int samples = output.Samples, atOnce = SamplesAtOnce(samples);
        memory.Channels.ClearSums();
        if (_normalization is not null)
        {
            for (int first = 0; first < samples; first += atOnce)
            {
                int count = Math.Min(atOnce, samples - first);
                MatrixView y = output.H.Slice(first, count), dy = new(memory.Gradient, count, OutputWidth);
                loss.OfOutputs(context, first, dy);
                _normalization.AddSums(context, y, dy, first, _activation, Kept(memory, memory.Normalized), memory.Channels);
            }
        }

        MatrixView weight = optimizer.Gradient(0);
        for (int first = 0; first < samples; first += atOnce)
        {
            int count = Math.Min(atOnce, samples - first);
            MatrixView y = output.H.Slice(first, count), dz = new(memory.Gradient, count, OutputWidth);
            if (_normalization is null)
            {
                loss.OfOutputs(context, first, dz);
                ChannelBias.Back(context, y, dz, _spec.Channels, _activation, memory.Channels);
            }
            else
            {
                bool isThere = atOnce >= samples;
                if (!isThere)
                {
                    loss.OfOutputs(context, first, dz);
                }

                _normalization.Apply(context, y, dz, first, _activation, Kept(memory, memory.Normalized), isThere, memory.Channels, samples);
            }

            Convolution.WeightGradient(context, _shape, input.H.Slice(first, count), dz, weight, first == 0 ? 0f : 1f);
        }

        if (input.Targets > 0)
        {
            LearnFromTargets(context, input.T, output.T, loss, memory, weight);
        }

        WriteSums(memory, optimizer);
        optimizer.Update(context);
    }

    public override void HandOn(ComputeContext context, in Signal output, LayerMemory? memory)
    {
        if (memory is not null)
        {
            Drop(context, output.H, memory);
        }
    }

    private void LearnFromTargets(
        ComputeContext context, in MatrixView input, in MatrixView output, in LossGradient loss, LayerMemory memory, in MatrixView weight)
    {
        int offset = memory.Gradient.Length - (output.Rows * output.Columns);
        var dz = new MatrixView(memory.Gradient, offset, output.Rows, output.Columns, output.Columns);
        loss.OfTargets(context, dz);
        if (_normalization is null)
        {
            ChannelBias.Back(context, output, dz, _spec.Channels, _activation, memory.Channels);
        }
        else
        {
            _normalization.BackTargets(context, output, dz, 0, _activation, Kept(memory, memory.NormalizedTargets), memory.Channels);
        }

        Convolution.WeightGradient(context, _targetShape!.Value, input, dz, weight, 1f);
    }

    /// <summary>With the running statistics: inference, and targets always; with memory what the way back needs is kept.</summary>
    private void Activate(ComputeContext context, in MatrixView z, LayerMemory? memory)
    {
        if (_normalization is null)
        {
            ChannelBias.AddBiasAndActivate(context, z, _bias!, _spec.Channels, _activation);
        }
        else
        {
            _normalization.Infer(context, z, _activation, 0, memory is null ? null : Kept(memory, memory.NormalizedTargets));
        }
    }

    private void WriteSums(LayerMemory memory, LayerOptimizer optimizer)
    {
        if (_normalization is null)
        {
            ChannelBias.WriteGradient(memory.Channels, optimizer.Gradient(1).Row(0));
        }
        else
        {
            _normalization.WriteGradients(memory.Channels, optimizer.Gradient(1).Row(0), optimizer.Gradient(2).Row(0));
        }
    }

    private void Drop(ComputeContext context, in MatrixView values, LayerMemory memory)
    {
        if (_spec.Dropout > 0)
        {
            new Dropout(_spec.Dropout, memory.DropoutKey).Apply(context, values);
        }
        else if (_spec.SpatialDropout > 0)
        {
            new SpatialDropout(_spec.SpatialDropout, memory.DropoutKey).Apply(context, values, OutputShape.Positions);
        }
    }

    /// <summary>A memory shared with layers that keep normalised values is none of this layer's, where it can find them again.</summary>
    private float[] Kept(LayerMemory memory, float[] normalized)
        => memory.IsLocal && FindsInOutput ? [] : normalized;

    /// <summary>Whether what was normalised can be found again from the output.</summary>
    private bool FindsInOutput => !IsOverwritten && ChannelNormalization.IsInvertible(_activation);

    private int SamplesAtOnce(int samples) => Math.Min(samples, Math.Max(LeastSamples, GradientNumbers / OutputWidth));

    private ConvolutionShape Shape(ImageShape input) => new()
    {
        InputChannels = input.Channels,
        InputHeight = input.Height,
        InputWidth = input.Width,
        OutputChannels = _spec.Channels,
        KernelHeight = _spec.KernelHeight,
        KernelWidth = _spec.KernelWidth,
        StrideY = _spec.StrideHeight,
        StrideX = _spec.StrideWidth,
        PaddingY = _spec.PaddingHeight,
        PaddingX = _spec.PaddingWidth,
        Groups = _spec.Groups,
    };
}
