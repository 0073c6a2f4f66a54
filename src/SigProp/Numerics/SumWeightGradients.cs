using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>Adds up the sums of all chunks of samples, in their order, into the weight gradient; an item is one output channel.</summary>
internal readonly unsafe struct SumWeightGradients(in WeightGradientPlan plan, float* sums, in MatrixView gradient, float beta) : IJob
{
    private readonly WeightGradientPlan _plan = plan;
    private readonly float* _sums = sums;
    private readonly MatrixView _gradient = gradient;
    private readonly float _beta = beta;

    public int Count => _plan.Shape.OutputChannels;

    /// <summary>dW = sum over the chunks + beta dW.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int item)
    {
        ConvolutionShape shape = _plan.Shape;
        int group = item / shape.GroupOutputs, channel = item % shape.GroupOutputs;
        Span<float> gradient = _gradient.Row(item);
        Span<float> total = stackalloc float[WeightGradientPlan.MostLines];
        total = total[.._plan.Width];
        for (int part = 0; part < _plan.GroupParts; part++)
        {
            int lineGroup = (group * _plan.GroupParts) + part;
            int line = _plan.Line(lineGroup), lines = _plan.Lines(lineGroup);
            for (int tap = 0; tap < _plan.Taps; tap++)
            {
                float* sum = _sums + (lineGroup * _plan.PartLength) + ((((nint)tap * shape.GroupOutputs) + channel) * _plan.Width);
                new ReadOnlySpan<float>(sum, total.Length).CopyTo(total);
                for (int chunk = 1; chunk < _plan.Chunks; chunk++)
                {
                    sum += _plan.ChunkLength;
                    System.Numerics.Tensors.TensorPrimitives.Add(total, new ReadOnlySpan<float>(sum, total.Length), total);
                }

                for (int l = 0; l < lines; l++)
                {
                    ref float element = ref gradient[((line + l) * _plan.Taps) + tap];
                    element = _beta == 0 ? total[l] : float.MultiplyAddEstimate(_beta, element, total[l]);
                }
            }
        }
    }
}
