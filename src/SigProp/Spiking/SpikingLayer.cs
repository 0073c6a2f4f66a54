using System.Numerics.Tensors;
using SigProp.Layers;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Spiking;

/// <summary>A layer whose outputs are the currents of spiking neurons (section VI): the affine map serves all steps at once, then the neurons go through
/// them. What <see cref="Forward"/> leaves are the voltages after charging, by which the layer learns, or answers; <see cref="HandOn"/> makes the
/// spikes of them that the next stage is given.</summary>
internal sealed partial class SpikingLayer : Layer
{
    private readonly Layer _inner;
    private readonly SpikingSpec _spec;
    private readonly Neuron _neuron;
    private readonly SpikeReading _reading;
    private readonly bool _isConstant;

    /// <param name="inner">The affine map and its normalisation, without activation and dropout.</param>
    /// <param name="spec">Its neurons.</param>
    /// <param name="isConstant">Whether inputs are the same at every step, one row a sample: then so are the currents.</param>
    public SpikingLayer(Layer inner, SpikingSpec spec, bool isConstant)
        : base(isConstant ? inner.InputShape : Steps.Shape(inner.InputShape, spec.Steps), Steps.Shape(inner.OutputShape, spec.Steps),
            Steps.Shape(inner.TargetShape, spec.Steps))
    {
        _inner = inner;
        _spec = spec;
        _neuron = Neuron.Of(spec);
        _reading = SpikeReading.Of(spec);
        _isConstant = isConstant;
    }

    /// <summary>Probability with which a neuron's spikes, of all steps, are kept from the next stage in training.</summary>
    public float DropoutRate { get; init; }

    /// <summary>The same for a whole channel.</summary>
    public float SpatialDropoutRate { get; init; }

    /// <summary>Whether its inputs, and so its currents, are the same at every step: one row a sample.</summary>
    public bool IsConstant => _isConstant;

    /// <summary>The layer without its neurons.</summary>
    public Layer Inner => _inner;

    /// <summary>The constants of its neurons.</summary>
    public Neuron Neuron => _neuron;

    /// <summary>What its loss reads of their voltages.</summary>
    public SpikeReading Reading => _reading;

    /// <summary>The voltage at which its neurons fire.</summary>
    public float Threshold => _neuron.Threshold;

    public override int Passes => _isConstant ? 1 : _spec.Steps;

    public override IReadOnlyList<Parameter> Parameters => _inner.Parameters;

    public override IReadOnlyList<Parameter> Buffers => _inner.Buffers;

    /// <summary>Weights uniform in +-sqrt(6 / inputs) (He et al. 2015), biases as the layer draws them: with smaller ones the currents of few spikes never
    /// reach the threshold, and the second layer would be silent from the start.</summary>
    public override void Initialize(RandomKey key)
    {
        _inner.Initialize(key);
        Enlarge(_inner.Parameters[0]);
    }

    public override void CountFanOut(Span<int> fanOut)
    {
        int width = _inner.InputWidth;
        for (int at = 0; at < fanOut.Length; at += width)
        {
            _inner.CountFanOut(fanOut.Slice(at, width));
        }
    }

    /// <summary>From +-1 / sqrt(inputs) to +-sqrt(6 / inputs).</summary>
    public static void Enlarge(Parameter weight) => TensorPrimitives.Multiply(weight.Values, MathF.Sqrt(6f), weight.Values);

    public override MemoryNeeds Needs(int samples, int targets, bool local)
    {
        MemoryNeeds needs = _isConstant ? _inner.Needs(samples, 0, local) : _inner.Needs(samples * _spec.Steps, targets * _spec.Steps, local);
        return needs with { Voltages = local ? 0 : checked(samples * OutputWidth) };
    }

    /// <summary>The loss of the layer, of which <paramref name="create"/> makes one for each step.</summary>
    public LocalLoss CreateLoss(Func<LocalLoss> create, LossScratch scratch)
        => new StepwiseLoss(create, _spec.Steps, _reading, _neuron.Gain, _isConstant, scratch);

    // a = N(W [h, t] + b) at every step; v = v_prev + a (Eq 15), and a spike resets
    public override void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory)
    {
        if (_isConstant)
        {
            _inner.Forward(context, input, new Signal(Steps.Compact(output.H, _spec.Steps), default), memory);
        }
        else
        {
            _inner.Forward(context, Steps.Rows(input, _spec.Steps), Steps.Rows(output, _spec.Steps), memory);
        }

        ChargeNeurons.Run(context, _neuron, output.H, _spec.Steps, _isConstant);
        if (input.Targets > 0)
        {
            ChargeNeurons.Run(context, _neuron, output.T, _spec.Steps, isConstant: false);
        }
    }

    // The loss gives dL/da: the inner layer learns from that as from any other gradient.
    public override void Learn(
        ComputeContext context, in Signal input, in Signal output, in LossGradient loss, LayerMemory memory, LayerOptimizer optimizer)
    {
        if (_isConstant)
        {
            _inner.Learn(context, input, new Signal(Steps.Compact(output.H, _spec.Steps), default), loss, memory, optimizer);
        }
        else
        {
            _inner.Learn(context, Steps.Rows(input, _spec.Steps), Steps.Rows(output, _spec.Steps), loss, memory, optimizer);
        }
    }

    // s = v >= theta, without gradient
    public override void HandOn(ComputeContext context, in Signal output, LayerMemory? memory)
    {
        if (memory is { IsLocal: false })
        {
            output.H.Elements.CopyTo(memory.Voltages);
        }

        FireNeurons.Run(context, _neuron.Threshold, output.H);
        FireNeurons.Run(context, _neuron.Threshold, output.T);
        if (memory is not null)
        {
            Drop(output.H, memory);
        }
    }

    /// <summary>Makes of voltages what the loss compares, in place.</summary>
    public void Read(ComputeContext context, in MatrixView voltages)
    {
        if (_reading.Kind is not null)
        {
            ReadSpikes.Forward(context, _reading, voltages, voltages);
        }
    }

    /// <summary>A neuron is dropped at all steps or at none.</summary>
    private void Drop(in MatrixView values, LayerMemory memory)
    {
        if (DropoutRate == 0 && SpatialDropoutRate == 0)
        {
            return;
        }

        var dropout = new Dropout(MathF.Max(DropoutRate, SpatialDropoutRate), memory.DropoutKey);
        ImageShape shape = _inner.OutputShape;
        for (int i = 0; i < values.Rows; i++)
        {
            for (int s = 0; s < _spec.Steps; s++)
            {
                Span<float> step = values.Row(i).Slice(s * shape.Size, shape.Size);
                if (DropoutRate > 0)
                {
                    dropout.Apply(step, (uint)(i * shape.Size));
                    continue;
                }

                for (int c = 0; c < shape.Channels; c++)
                {
                    dropout.ApplyOne(step.Slice(c * shape.Positions, shape.Positions), (uint)((i * shape.Channels) + c));
                }
            }
        }
    }
}
