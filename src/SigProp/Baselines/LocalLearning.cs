using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>
/// Local learning (Nøkland and Eidnes, "Training neural networks with local error signals", ICML 2019; Fig 1f): each layer has a classifier and a
/// similarity map of its own (<see cref="LocalTeacher"/>), learns at once by what they send back to it, and hands its output on without gradient. The
/// network's prediction layer learns last. LL-BP sends the error to h through the classifier's and the map's own weights; LL-FA through fixed random ones.
/// </summary>
internal sealed class LocalLearning : LearningRule
{
    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly int _samples;
    private readonly SignalBuffers _buffers;
    private readonly LayerMemory _memory;
    private readonly LocalDesk _desk;
    private readonly float[] _gradient;
    private readonly float[] _scores;
    private readonly LocalTeacher[] _teachers;
    private readonly LayerOptimizer[] _optimizers;
    private readonly LayerOptimizer[] _teachersOptimizers;
    private readonly StepClock _clock;

    /// <param name="setup">What the rule is made of.</param>
    /// <param name="hasFixedFeedback">Whether it is LL-FA.</param>
    public LocalLearning(LearningSetup setup, bool hasFixedFeedback)
    {
        _context = setup.Context;
        _network = setup.Network;
        _samples = setup.BatchSize;
        int layers = _network.LayerCount;
        RandomKey key = setup.Key.Split("local");
        _teachers = [.. _network.Layers.Select((l, i) => new LocalTeacher(l, $"layer{i + 1}", _network.ClassCount, key.Split(i), hasFixedFeedback))];
        _buffers = SignalBuffers.Alternating(_network, _samples, 0);
        _memory = new LayerMemory(MemoryNeeds.Most(_network.Layers.Select(l => l.Needs(_samples, 0, local: false))), isLocal: false);
        _desk = new LocalDesk(_teachers, _samples);
        _gradient = new float[checked(_samples * _network.Layers.Max(l => l.OutputWidth))];
        _scores = new float[checked(_samples * _network.HeadScores)];
        LayerOptimizer[] all = setup.CreateOptimizers(
            [.. _network.Layers.Select(l => l.Parameters), _network.Head.Parameters, .. _teachers.Select(t => new[] { t.Classifier, t.Map })]);
        _optimizers = all[..(layers + 1)];
        _teachersOptimizers = all[(layers + 1)..];
        LossNames = [.. Enumerable.Range(1, layers).Select(i => $"layer{i}"), "head"];
        _clock = new StepClock(layers + 1);
    }

    /// <summary>What teaches each layer.</summary>
    public IReadOnlyList<LocalTeacher> Teachers => _teachers;

    public override IReadOnlyList<LayerCost> Costs => [.. LossNames.Select((name, i) => new LayerCost(name, _clock.Seconds(i), Bytes(i)))];

    public override IReadOnlyList<string> LossNames { get; }

    public override bool TrainsTargets => false;

    public override long SignalBytes => _buffers.Bytes + _memory.Bytes + _desk.Bytes + (sizeof(float) * ((long)_gradient.Length + _scores.Length))
        + _teachers.Select((t, i) => t.Bytes(_teachersOptimizers[i])).Sum();

    public override IReadOnlyList<Parameter> Auxiliaries => [.. _teachers.SelectMany(t => new[] { t.Classifier, t.Map })];

    public override IReadOnlyList<LayerOptimizer> AuxiliaryOptimizers => _teachersOptimizers;

    public override IReadOnlyList<Parameter> Feedback => [.. _teachers.SelectMany(t => t.Feedback)];

    public override IReadOnlyList<LayerOptimizer> Optimizers => _optimizers;

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        _clock.Start();
        Signal input = new(batch.X, default);
        int n = batch.Count, done = 0;
        for (int i = 0; i < _network.Stages.Count; i++)
        {
            // h_i = f(W_i h_{i-1} + b_i)
            Signal output = _buffers.Output(i, n);
            _memory.DropoutKey = (uint)key.Split(done).Value;
            _network.Stages[i].Forward(_context, input, output, _memory);
            if (_network.Stages[i] is Layer layer)
            {
                // L_i(h_i), and at once the update
                layer.HandOn(_context, output, _memory);
                var gradient = new Signal(new MatrixView(_gradient, n, layer.OutputWidth), default);
                losses[done] = _teachers[done].Teach(_context, output.H, batch.Lesson(default), _desk, gradient.H, _teachersOptimizers[done]);
                layer.GradientBeforeActivation(_context, output, gradient, _memory, _optimizers[done]);
                layer.Update(_context, input, gradient, _optimizers[done]);
                done++;
            }

            input = output;
            _clock.Add(Math.Max(0, done - 1));
        }

        var scores = new MatrixView(_scores, n, _network.HeadScores);
        losses[done] = _network.Head.Evaluate(_context, input.H, batch.Lesson(default), scores);
        _network.Head.Update(_context, input.H, scores, _optimizers[^1]);
        _clock.Add(done);
    }

    public override void SetLearningRate(float learningRate)
    {
        foreach (LayerOptimizer optimizer in _optimizers)
        {
            optimizer.LearningRate = learningRate;
        }

        foreach (LayerOptimizer optimizer in _teachersOptimizers)
        {
            optimizer.LearningRate = learningRate;
        }
    }

    /// <summary>What a learner takes while it learns, and the teacher that is its own; where layers differ, less than what they share.</summary>
    private long Bytes(int learner)
    {
        if (learner == _teachers.Length)
        {
            return sizeof(float) * (long)_samples * (_network.LastWidth + _network.HeadScores);
        }

        Layer layer = _network.Layers[learner];
        LocalTeacher teacher = _teachers[learner];
        return layer.Needs(_samples, 0, local: false).Bytes + LocalDesk.BytesFor(teacher, _samples) + teacher.Bytes(_teachersOptimizers[learner])
            + (sizeof(float) * (long)_samples * (layer.InputWidth + (2L * layer.OutputWidth)));
    }
}
