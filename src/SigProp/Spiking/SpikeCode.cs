using System.Numerics.Tensors;
using SigProp.Layers;
using SigProp.Numerics;

namespace SigProp.Spiking;

/// <summary>Features in [0, 1] to spikes, [n, width] to [n, steps x width], before the first layer.</summary>
/// <param name="input">The shape of a row of features.</param>
/// <param name="steps">T.</param>
internal abstract class SpikeCode(ImageShape input, int steps) : Passage(input, Steps.Shape(input, steps), Steps.Shape(input, steps))
{
    /// <summary>T.</summary>
    protected int StepCount { get; } = steps;

    public override void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory)
    {
        for (int i = 0; i < input.Samples; i++)
        {
            ReadOnlySpan<float> features = input.H.Row(i);
            if (Outside(features) is float value)
            {
                throw new ArgumentException(
                    $"A feature is {value}; a spike code takes features from 0 to 1. Scale them, or choose the input ConstantCurrent.", nameof(input));
            }

            Encode(features, output.H.Row(i), KeyOf(features, i, memory));
        }
    }

    public override void PropagateError(
        ComputeContext context, in MatrixView input, in MatrixView output, in MatrixView gradient, in MatrixView inputGradient)
        => throw new InvalidOperationException("Nothing learns before the first layer.");

    /// <summary>A feature that is not in [0, 1]; null where all are.</summary>
    public static float? Outside(ReadOnlySpan<float> features)
    {
        if (features.IsEmpty)
        {
            return null;
        }

        float least = TensorPrimitives.Min(features), most = TensorPrimitives.Max(features);
        return !(least >= 0) ? least : !(most <= 1) ? most : null;
    }

    /// <summary>The spikes of a row, 0 or 1, step after step.</summary>
    protected abstract void Encode(ReadOnlySpan<float> features, Span<float> spikes, RandomKey key);

    /// <summary>In training the step's key and the row's place; in prediction the row's values, so that a row is answered alike wherever it comes.</summary>
    private static RandomKey KeyOf(ReadOnlySpan<float> features, int row, LayerMemory? memory)
    {
        if (memory is not null)
        {
            return new RandomKey(memory.DropoutKey).Split("spikes").Split(row);
        }

        ulong hash = 0xCBF29CE484222325UL;
        foreach (float value in features)
        {
            // 0 and -0 are one value.
            hash = unchecked((hash ^ BitConverter.SingleToUInt32Bits(value + 0f)) * 0x100000001B3UL);
        }

        return new RandomKey(hash).Split("spikes");
    }
}
