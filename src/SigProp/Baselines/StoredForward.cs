using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>A pass forward that stores every output, to be read again once the output's error is known; and the memory for gradients on their way.</summary>
internal sealed class StoredForward
{
    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly SignalBuffers _buffers;
    private readonly float[][] _gradients;
    private readonly float[] _scores;
    private readonly int _samples;

    public StoredForward(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        _samples = setup.BatchSize;
        _buffers = SignalBuffers.Kept(_network, _samples);
        int[] widest = [0, 0];
        for (int i = 0; i < _network.Stages.Count; i++)
        {
            widest[i % 2] = Math.Max(widest[i % 2], _network.Stages[i].OutputWidth);
        }

        _gradients = [.. widest.Select(width => new float[checked(_samples * width)])];
        _scores = new float[checked(_samples * _network.HeadScores)];
        Memories = [.. _network.Layers.Select(l => new LayerMemory(l.Needs(_samples, 0, local: false), isLocal: false))];
        Clock = new StepClock(Memories.Count + 1);
    }

    /// <summary>What each layer keeps.</summary>
    public IReadOnlyList<LayerMemory> Memories { get; }

    /// <summary>The time of each layer, and last the head's.</summary>
    public StepClock Clock { get; }

    /// <summary>All that is kept, and the gradients.</summary>
    public long Bytes => _buffers.Bytes + Memories.Sum(m => m.Bytes) + GradientBytes;

    private long GradientBytes => sizeof(float) * (_gradients.Sum(g => (long)g.Length) + _scores.Length);

    /// <summary>h_i = f(W_i h_{i-1} + b_i), every h_i kept.</summary>
    public void Run(Batch batch, RandomKey key)
    {
        Clock.Start();
        int learned = 0;
        for (int i = 0; i < _network.Stages.Count; i++)
        {
            Signal output = Output(i, batch.Count);
            LayerMemory memory = Memories[Math.Min(learned, Memories.Count - 1)];
            if (learned < Memories.Count)
            {
                // A passage is in training too; after the last layer it draws nothing.
                memory.DropoutKey = (uint)key.Split(learned).Value;
            }

            _network.Stages[i].Forward(_context, Below(batch, i), output, memory);
            if (_network.Stages[i] is Layer layer)
            {
                layer.HandOn(_context, output, Memories[learned++]);
            }

            Clock.Add(Math.Max(0, learned - 1));
        }
    }

    /// <summary>The prediction layer's loss; leaves e, the error of its scores, in <see cref="Error"/>.</summary>
    public LossValue Evaluate(Batch batch)
        => _network.Head.Evaluate(_context, Top(batch.Count), batch.Lesson(default), Error(batch.Count));

    /// <summary>The prediction layer learns from its error.</summary>
    public void UpdateHead(int samples, LayerOptimizer optimizer)
        => _network.Head.Update(_context, Top(samples), Error(samples), optimizer);

    /// <summary>What stage <paramref name="stage"/> answered.</summary>
    public Signal Output(int stage, int samples) => _buffers.Output(stage, samples);

    /// <summary>What it was given.</summary>
    public Signal Below(Batch batch, int stage) => stage == 0 ? new(batch.X, default) : Output(stage - 1, batch.Count);

    /// <summary>The gradient of its output; it shares memory with those of the stages two away.</summary>
    public MatrixView Gradient(int stage, int samples) => new(_gradients[stage % 2], samples, _network.Stages[stage].OutputWidth);

    /// <summary>e = dL/d(scores), [n, scores].</summary>
    public MatrixView Error(int samples) => new(_scores, samples, _network.HeadScores);

    /// <summary>What each layer, with the passages behind it, adds to all that is kept; the gradients on their way belong to the head.</summary>
    /// <param name="feedback">The bytes that each learner, the head too, has besides; null for none.</param>
    public IReadOnlyList<LayerCost> Costs(IReadOnlyList<long>? feedback = null)
    {
        long[] kept = [.. Memories.Select(m => m.Bytes), GradientBytes];
        int layer = -1;
        foreach (Stage stage in _network.Stages)
        {
            layer += stage is Layer ? 1 : 0;
            kept[Math.Max(0, layer)] += sizeof(float) * (long)_samples * stage.OutputWidth;
        }

        return [.. kept.Select((bytes, i) => new LayerCost(
            i < Memories.Count ? $"layer{i + 1}" : "head", Clock.Seconds(i), bytes + (feedback is null ? 0 : feedback[i])))];
    }

    private MatrixView Top(int samples) => Output(_network.Stages.Count - 1, samples).H;
}
