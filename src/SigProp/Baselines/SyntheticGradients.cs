using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>
/// Synthetic gradients (Jaderberg et al. 2017): a layer learns as soon as it is reached, from a gradient that a predictor of its own makes of its
/// output and of what the row ought to be. The predictor learns from the gradient that the layer above passes back one layer, which is made of that
/// layer's own prediction; the prediction layer alone has the true one. With exact predictors this is backpropagation. The predictors belong to
/// the rule: they are not saved.
/// </summary>
internal sealed class SyntheticGradients : LearningRule
{
    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly SignalBuffers _buffers;
    private readonly LayerMemory _memory;
    private readonly float[][] _arriving;
    private readonly float[] _gradient;
    private readonly float[] _scores;
    private readonly GradientPredictor[] _predictors;
    private readonly LayerOptimizer[] _optimizers;
    private readonly LayerOptimizer[] _predictorOptimizers;
    private readonly StepClock _clock;
    private readonly long[] _bytes;

    public SyntheticGradients(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        int samples = setup.BatchSize, layers = _network.LayerCount;
        _buffers = SignalBuffers.Rotating(_network, samples, LongestWay(_network) + 1);
        _memory = new LayerMemory(MemoryNeeds.Most(_network.Layers.Select(l => l.Needs(samples, 0, local: false))), isLocal: false);
        int widest = checked(samples * _network.Stages.Max(s => s.OutputWidth));
        _arriving = [new float[widest], new float[_network.Stages.Count > layers ? widest : 0]];
        _gradient = new float[checked(samples * _network.Layers.Max(l => l.OutputWidth))];
        _scores = new float[checked(samples * _network.HeadScores)];
        _predictors = [.. _network.Layers.Select((layer, i) => new GradientPredictor(layer, $"predictor{i + 1}", setup))];
        LayerOptimizer[] all = setup.CreateOptimizers(
            [.. _network.Layers.Select(l => l.Parameters), _network.Head.Parameters, .. _predictors.Select(p => p.Map.Parameters)]);
        _optimizers = all[..(layers + 1)];
        _predictorOptimizers = all[(layers + 1)..];
        _clock = new StepClock(layers + 1);
        long shared = _buffers.Bytes + _memory.Bytes + (sizeof(float) * (_arriving.Sum(a => (long)a.Length) + _gradient.Length + _scores.Length));
        _bytes = [.. _predictors.Select((p, i) => p.Bytes + Auxiliary.Bytes(p.Map.Parameters, _predictorOptimizers[i])), shared];
    }

    /// <summary>What predicts the gradients of the layers, in order.</summary>
    public IReadOnlyList<GradientPredictor> Predictors => _predictors;

    /// <summary>What each layer's predictor takes; what layers use in turn belongs to the head.</summary>
    public override IReadOnlyList<LayerCost> Costs => [.. Enumerable.Range(0, _bytes.Length)
        .Select(i => new LayerCost(i < _network.LayerCount ? $"layer{i + 1}" : "head", _clock.Seconds(i), _bytes[i]))];

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    public override long SignalBytes => _bytes.Sum();

    public override IReadOnlyList<Parameter> Auxiliaries => [.. _predictors.SelectMany(p => p.Map.Parameters)];

    public override IReadOnlyList<LayerOptimizer> AuxiliaryOptimizers => _predictorOptimizers;

    public override IReadOnlyList<LayerOptimizer> Optimizers => _optimizers;

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        _clock.Start();
        int n = batch.Count, done = 0, below = -1;
        for (int i = 0; i < _network.Stages.Count; i++)
        {
            // h_i = f(W_i h_{i-1} + b_i)
            Signal input = Below(batch, i), output = _buffers.Output(i, n);
            _memory.DropoutKey = (uint)key.Split(done).Value;
            _network.Stages[i].Forward(_context, input, output, _memory);
            if (_network.Stages[i] is Layer layer)
            {
                layer.HandOn(_context, output, _memory);
                Learn(layer, done, i, below, batch);
                below = i;
                done++;
            }

            _clock.Add(Math.Max(0, done - 1));
        }

        // The true gradient: of the prediction layer's own loss
        MatrixView top = _buffers.Output(_network.Stages.Count - 1, n).H, error = new(_scores, n, _network.HeadScores);
        losses[0] = _network.Head.Evaluate(_context, top, batch.Lesson(default), error);
        _network.Head.PropagateError(_context, error, Arriving(0, n, top.Columns));
        Return(done - 1, below, _network.Stages.Count, n);
        _network.Head.Update(_context, top, error, _optimizers[^1]);
        _clock.Add(done);
    }

    public override void SetLearningRate(float learningRate)
    {
        foreach (LayerOptimizer optimizer in _optimizers)
        {
            optimizer.LearningRate = learningRate;
        }

        foreach (LayerOptimizer optimizer in _predictorOptimizers)
        {
            optimizer.LearningRate = learningRate;
        }
    }

    /// <summary>dh_i is M_i(h_i, c); the layer below is told what becomes of it through this layer's map, dh_{i-1} = (dh_i * f'(z_i)) W_i.</summary>
    private void Learn(Layer layer, int index, int stage, int below, Batch batch)
    {
        Signal input = Below(batch, stage), output = _buffers.Output(stage, batch.Count);
        var gradient = new Signal(new MatrixView(_gradient, batch.Count, layer.OutputWidth), default);
        _predictors[index].Predict(_context, output.H, batch).Elements.CopyTo(gradient.H.Elements);
        layer.GradientBeforeActivation(_context, output, gradient, _memory, _optimizers[index]);
        if (index > 0)
        {
            layer.PropagateError(_context, gradient.H, Arriving(0, batch.Count, layer.InputWidth));
            Return(index - 1, below, stage, batch.Count);
        }

        layer.Update(_context, input, gradient, _optimizers[index]);
    }

    /// <summary>Takes what arrives below stage <paramref name="from"/> back through the passages to layer <paramref name="index"/>, at stage
    /// <paramref name="to"/>, whose predictor learns from it.</summary>
    private void Return(int index, int to, int from, int n)
    {
        MatrixView gradient = Arriving(0, n, _network.Stages[from - 1].OutputWidth);
        int turn = 0;
        for (int i = from - 1; i > to; i--)
        {
            MatrixView next = Arriving(++turn, n, _network.Stages[i].InputWidth);
            ((Passage)_network.Stages[i]).PropagateError(_context, _buffers.Output(i - 1, n).H, _buffers.Output(i, n).H, gradient, next);
            gradient = next;
        }

        _predictors[index].Learn(_context, gradient, _predictorOptimizers[index]);
    }

    private Signal Below(Batch batch, int stage) => stage == 0 ? new(batch.X, default) : _buffers.Output(stage - 1, batch.Count);

    private MatrixView Arriving(int turn, int samples, int width) => new(_arriving[turn % 2], samples, width);

    /// <summary>The most stages from a layer to the next one that learns: what is not read again makes room for what comes.</summary>
    private static int LongestWay(Network network)
    {
        int longest = 1, way = 0;
        foreach (Stage stage in network.Stages)
        {
            longest = Math.Max(longest, ++way);
            way = stage is Layer ? 0 : way;
        }

        return longest;
    }
}
