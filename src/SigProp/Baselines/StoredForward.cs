using SigProp.Layers;
using SigProp.Learning;
using SigProp.Numerics;

namespace SigProp.Baselines;

/// <summary>The way forward of rules that need every output again: h_i = f(W_i h_{i-1} + b_i), every h_i kept, and what each layer keeps besides.</summary>
internal sealed class StoredForward
{
    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly SignalBuffers _buffers;
    private readonly LayerMemory[] _memories;

    public StoredForward(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        _buffers = SignalBuffers.Kept(_network, setup.BatchSize);
        _memories = [.. _network.Layers.Select(l => new LayerMemory(l.Needs(setup.BatchSize, 0, local: false), isLocal: false))];
    }

    public long Bytes => _buffers.Bytes + _memories.Sum(m => m.Bytes);

    /// <summary>What layer <paramref name="layer"/>, from 0, has kept.</summary>
    public LayerMemory Memory(int layer) => _memories[layer];

    /// <summary>The output of stage <paramref name="stage"/>, from 0.</summary>
    public Signal Output(int stage, int samples) => _buffers.Output(stage, samples);

    /// <summary>The input of stage <paramref name="stage"/>, from 0.</summary>
    public Signal Below(Batch batch, int stage) => stage == 0 ? new(batch.X, default) : _buffers.Output(stage - 1, batch.Count);

    /// <summary>Through all stages, in training.</summary>
    /// <param name="batch">x.</param>
    /// <param name="key">The step's randomness.</param>
    /// <param name="clock">Is told what each layer takes, with the passages behind it.</param>
    public void Run(Batch batch, RandomKey key, StepClock clock)
    {
        int done = 0;
        for (int i = 0; i < _network.Stages.Count; i++)
        {
            Signal output = _buffers.Output(i, batch.Count);
            LayerMemory memory = _memories[Math.Min(done, _memories.Length - 1)];
            if (done < _memories.Length)
            {
                // A passage is in training too; after the last layer it draws nothing.
                memory.DropoutKey = (uint)key.Split(done).Value;
            }

            _network.Stages[i].Forward(_context, Below(batch, i), output, memory);
            if (_network.Stages[i] is Layer layer)
            {
                layer.HandOn(_context, output, _memories[done++]);
            }

            clock.Add(Math.Max(0, done - 1));
        }
    }

    /// <summary>What each layer, with the passages behind it, adds to all that is kept.</summary>
    public long[] LayerBytes(int samples)
    {
        long[] kept = [.. _memories.Select(m => m.Bytes)];
        int layer = -1;
        foreach (Stage stage in _network.Stages)
        {
            layer += stage is Layer ? 1 : 0;
            kept[Math.Max(0, layer)] += sizeof(float) * (long)samples * stage.OutputWidth;
        }

        return kept;
    }
}
