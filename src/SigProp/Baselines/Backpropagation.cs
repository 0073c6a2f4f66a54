using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>
/// Backpropagation on the same layers: all outputs are stored on the way forward, then the prediction layer's error travels back through the
/// transposed weights, and a layer learns only when it arrives.
/// </summary>
internal sealed class Backpropagation : LearningRule
{
    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly SignalBuffers _buffers;
    private readonly float[][] _gradients;
    private readonly float[] _scores;
    private readonly LayerMemory[] _memories;
    private readonly LayerOptimizer[] _optimizers;
    private readonly StepClock _clock;
    private readonly long[] _bytes;

    public Backpropagation(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        if (!_network.Head.Learns)
        {
            string head = _network.Spec.IsRegression ? "HeadKind.Linear" : "HeadKind.Classifier";
            throw new ConfigurationException("network", [$"Backpropagation starts from a prediction layer's error; choose {head}."]);
        }

        int samples = setup.BatchSize;
        _buffers = SignalBuffers.Kept(_network, samples);
        int[] widest = [0, 0];
        for (int i = 0; i < _network.Stages.Count; i++)
        {
            widest[i % 2] = Math.Max(widest[i % 2], _network.Stages[i].OutputWidth);
        }

        _gradients = [.. widest.Select(width => new float[checked(samples * width)])];
        _scores = new float[checked(samples * _network.HeadScores)];
        _memories = [.. _network.Layers.Select(l => new LayerMemory(l.Needs(samples, 0, local: false), isLocal: false))];
        _clock = new StepClock(_memories.Length + 1);
        _bytes = [.. LayerBytes(samples)];
        _optimizers = setup.CreateOptimizers([.. _network.Layers.Select(l => l.Parameters), _network.Head.Parameters]);
    }

    public override IReadOnlyList<LayerCost> Costs => [.. Enumerable.Range(0, _bytes.Length)
        .Select(i => new LayerCost(i < _memories.Length ? $"layer{i + 1}" : "head", _clock.Seconds(i), _bytes[i]))];

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    public override long SignalBytes
        => _buffers.Bytes + _memories.Sum(m => m.Bytes) + (sizeof(float) * (_gradients.Sum(g => (long)g.Length) + _scores.Length));

    public override IReadOnlyList<LayerOptimizer> Optimizers => _optimizers;

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        // Forward: h_i = f(W_i h_{i-1} + b_i), every h_i kept
        _clock.Start();
        int n = batch.Count, last = _network.Stages.Count - 1, learned = 0;
        for (int i = 0; i <= last; i++)
        {
            Signal output = _buffers.Output(i, n);
            LayerMemory memory = _memories[Math.Min(learned, _memories.Length - 1)];
            if (learned < _memories.Length)
            {
                // A passage is in training too; after the last layer it draws nothing.
                memory.DropoutKey = (uint)key.Split(learned).Value;
            }

            _network.Stages[i].Forward(_context, Below(batch, i), output, memory);
            if (_network.Stages[i] is Layer layer)
            {
                layer.HandOn(_context, output, _memories[learned++]);
            }

            _clock.Add(Math.Max(0, learned - 1));
        }

        // Backward: e = softmax(y) - y*, then dh_{i-1} = (dh_i * f'(z_i)) W_i, from the last layer to the first
        var error = new MatrixView(_scores, n, _network.HeadScores);
        MatrixView top = _buffers.Output(last, n).H;
        losses[0] = _network.Head.Evaluate(_context, top, batch.Lesson(default), error);
        _network.Head.PropagateError(_context, error, Gradient(last, n));
        _network.Head.Update(_context, top, error, _optimizers[^1]);
        _clock.Add(learned);
        for (int i = last; i >= 0 && learned > 0; i--)
        {
            Signal below = Below(batch, i), output = _buffers.Output(i, n);
            if (_network.Stages[i] is Passage passage)
            {
                passage.PropagateError(_context, below.H, output.H, Gradient(i, n), Gradient(i - 1, n));
                _clock.Add(learned - 1);
                continue;
            }

            learned--;
            var layer = (Layer)_network.Stages[i];
            var gradient = new Signal(Gradient(i, n), default);
            layer.GradientBeforeActivation(_context, output, gradient, _memories[learned], _optimizers[learned]);
            if (learned > 0)
            {
                layer.PropagateError(_context, gradient.H, Gradient(i - 1, n));
            }

            layer.Update(_context, below, gradient, _optimizers[learned]);
            _clock.Add(learned);
        }
    }

    public override void SetLearningRate(float learningRate)
    {
        foreach (LayerOptimizer optimizer in _optimizers)
        {
            optimizer.LearningRate = learningRate;
        }
    }

    private Signal Below(Batch batch, int stage) => stage == 0 ? new(batch.X, default) : _buffers.Output(stage - 1, batch.Count);

    private MatrixView Gradient(int stage, int samples) => new(_gradients[stage % 2], samples, _network.Stages[stage].OutputWidth);

    /// <summary>What each layer, with the passages behind it, adds to all that is kept; the gradients on their way belong to the head.</summary>
    private IEnumerable<long> LayerBytes(int samples)
    {
        long[] kept = new long[_memories.Length];
        int layer = -1;
        foreach (Stage stage in _network.Stages)
        {
            layer += stage is Layer ? 1 : 0;
            kept[Math.Max(0, layer)] += sizeof(float) * (long)samples * stage.OutputWidth;
        }

        return kept.Select((bytes, i) => bytes + _memories[i].Bytes).Append(sizeof(float) * (_gradients.Sum(g => (long)g.Length) + _scores.Length));
    }
}
