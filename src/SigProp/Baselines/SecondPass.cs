using SigProp.Layers;
using SigProp.Numerics;

namespace SigProp.Baselines;

/// <summary>A layer's map of this step, applied to another input: the same dropout, statistics of the batch where it normalises, and no trace left
/// in the layer, whose running statistics stay those of what it was given first.</summary>
internal sealed class SecondPass
{
    private readonly LayerMemory _memory;
    private readonly float[] _statistics;

    /// <param name="layers">The layers that are passed again, one at a time.</param>
    /// <param name="samples">The most rows.</param>
    public SecondPass(IReadOnlyList<Layer> layers, int samples)
    {
        _memory = new LayerMemory(MemoryNeeds.Most(layers.Select(l => l.Needs(samples, 0, local: false))), isLocal: false);
        _statistics = new float[layers.Select(l => l.Buffers.Sum(b => b.Length)).DefaultIfEmpty().Max()];
    }

    public long Bytes => _memory.Bytes + (sizeof(float) * (long)_statistics.Length);

    /// <summary>Through a layer.</summary>
    /// <param name="context">The compute resources.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The other input.</param>
    /// <param name="output">Takes its output, as the next stage would be given it.</param>
    /// <param name="first">What the layer has kept of the first pass.</param>
    public void Forward(ComputeContext context, Layer layer, in MatrixView input, in MatrixView output, LayerMemory first)
    {
        int at = 0;
        for (int i = 0; i < layer.Buffers.Count; i++)
        {
            Parameter buffer = layer.Buffers[i];
            buffer.Values.CopyTo(_statistics.AsSpan(at));
            at += buffer.Length;
        }

        _memory.DropoutKey = first.DropoutKey;
        var y = new Signal(output, default);
        layer.Forward(context, new Signal(input, default), y, _memory);
        layer.HandOn(context, y, _memory);
        at = 0;
        for (int i = 0; i < layer.Buffers.Count; i++)
        {
            Parameter buffer = layer.Buffers[i];
            _statistics.AsSpan(at, buffer.Length).CopyTo(buffer.Values);
            at += buffer.Length;
        }
    }
}
