using SigProp.Layers;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Learning;

/// <summary>
/// Signal propagation (section III). The target generator turns the learning signal into targets; inputs and targets go forward together,
/// through the same weights; each layer compares the two, learns at once and hands both on. There is no way back: two signal buffers
/// alternate, whatever the depth.
/// </summary>
internal sealed class SignalPropagation : LearningRule
{
    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly LearningSignal _signal;
    private readonly SignalBuffers _buffers;
    private readonly LayerMemory _memory;
    private readonly LocalLoss[] _losses;
    private readonly float[] _scores;
    private readonly float[] _targetGradient;
    private readonly StepClock _clock;
    private readonly long[] _bytes;
    private readonly LayerOptimizer[] _optimizers;
    private readonly LayerOptimizer? _generatorOptimizer;
    private readonly LayerOptimizer? _headOptimizer;

    public SignalPropagation(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        int samples = setup.BatchSize, targets = _network.Spec.HasClassTargets ? _network.Spec.Contexts : samples, layers = _network.LayerCount;
        _signal = new LearningSignal(_network, _context, samples);
        _buffers = SignalBuffers.Alternating(_network, samples, targets);
        _memory = new LayerMemory(MemoryNeeds.Most(_network.Layers.Select(l => l.Needs(samples, targets, local: true))), isLocal: true);
        _losses = [.. Enumerable.Range(0, layers).Select(_network.CreateLoss)];
        _scores = new float[checked(samples * Math.Max(_network.HeadScores, _losses.Max(l => l.Columns(samples, targets))))];
        _optimizers = setup.CreateOptimizers(
            [.. _network.Layers.Select(l => l.Parameters), _network.Generator.Parameters, _network.Head.Parameters]);
        _generatorOptimizer = _network.Generator.Learns ? _optimizers[layers] : null;
        _headOptimizer = _network.Head.Learns ? _optimizers[layers + 1] : null;
        Optimizers = [.. _optimizers.Take(layers), .. new[] { _generatorOptimizer, _headOptimizer }.OfType<LayerOptimizer>()];
        _targetGradient = new float[_network.Generator.Learns ? checked(targets * _network.Layers[0].TargetWidth) : 0];
        _clock = new StepClock(layers + 1);
        _bytes = [.. LayerBytes(samples, targets)];
        LossNames = [.. Enumerable.Range(1, layers).Select(i => $"layer{i}"), .. _network.Head.Learns ? ["head"] : Array.Empty<string>()];
    }

    public override IReadOnlyList<string> LossNames { get; }

    public override bool TrainsTargets => _network.Spec.HasClassTargets;

    public override long SignalBytes => _signal.Bytes + _buffers.Bytes + _memory.Bytes + (sizeof(float) * ((long)_scores.Length + _targetGradient.Length));

    public override IReadOnlyList<LayerOptimizer> Optimizers { get; }

    public override IReadOnlyList<LayerCost> Costs => [.. LossNames.Select((name, i) => new LayerCost(name, _clock.Seconds(i), _bytes[i]))];

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        _clock.Start();
        _signal.Prepare(batch);
        int targets = _network.Spec.HasClassTargets ? _network.Spec.Contexts : batch.Count, done = 0;
        Signal input = new(batch.X, _network.Generator.SharesFirstLayer ? _signal.Context : default);
        for (int i = 0; i < _network.Stages.Count; i++)
        {
            // Eq 1, h1 = f(W1 x + b1); Eq 2-3, [h, t] = f(W [h, t] + b)
            Stage stage = _network.Stages[i];
            bool hasTargets = done > 0 || stage is Layer || input.Targets > 0;
            Signal output = hasTargets ? _buffers.Output(i, batch.Count, targets) : _buffers.Output(i, batch.Count);
            _memory.DropoutKey = (uint)key.Split(done).Value;
            stage.Forward(_context, input, output, _memory);
            if (stage is Layer layer)
            {
                if (done == 0)
                {
                    // Eq 1, t1 = f(S1 c + d1)
                    _network.Generator.Forward(_context, _signal.Context, output.H, output.T);
                }

                losses[done] = Learn(layer, done, batch, input, output, done == 0 ? _signal.Truth : input.T);
                layer.HandOn(_context, output, _memory);
                done++;
            }

            input = output;
            _clock.Add(Math.Max(0, done - 1));
        }

        if (_headOptimizer is not null)
        {
            var scores = new MatrixView(_scores, batch.Count, _network.HeadScores);
            losses[^1] = _network.Head.Evaluate(_context, input.H, batch.Lesson(default), scores);
            _network.Head.Update(_context, input.H, scores, _headOptimizer);
            _clock.Add(done);
        }
    }

    public override void SetLearningRate(float learningRate)
    {
        foreach (LayerOptimizer optimizer in _optimizers)
        {
            optimizer.LearningRate = learningRate;
        }
    }

    /// <summary>Eq 9, L(h, t), and at once the update; Eq 4 is the sum of all layers' losses, of which each layer sees its own term only.</summary>
    private LossValue Learn(Layer layer, int index, Batch batch, in Signal input, in Signal output, in MatrixView before)
    {
        LocalLoss loss = _losses[index];
        var g = new MatrixView(_scores, batch.Count, loss.Columns(batch.Count, output.Targets));
        Lesson lesson = batch.Lesson(_network.Output is null ? default : _network.Output.Centers, before);
        LossValue value = loss.Evaluate(_context, output.H, output.T, lesson, g);
        var gradient = new LossGradient(loss, output, g);
        if (index == 0 && _generatorOptimizer is not null)
        {
            MatrixView targetGradient = new(_targetGradient, output.Targets, output.T.Columns);
            gradient.OfTargets(_context, targetGradient);
            _network.Generator.Learn(_context, _signal.Context, output.H, output.T, targetGradient, _generatorOptimizer);
        }

        layer.Learn(_context, input, output, gradient, _memory, _optimizers[index]);
        return value;
    }

    /// <summary>Of each layer, and last of the head: its input and output, h and t, its gradients, and what it is compared by.</summary>
    private IEnumerable<long> LayerBytes(int samples, int targets)
    {
        long before = (long)samples * _network.InputWidth;
        int layer = 0;
        foreach (Stage stage in _network.Stages)
        {
            long output = ((long)samples * stage.OutputWidth) + ((long)targets * stage.TargetWidth);
            if (stage is Layer learner)
            {
                yield return learner.Needs(samples, targets, local: true).Bytes + (sizeof(float) * (before + output + ((long)samples * _losses[layer++].Columns(samples, targets))));
            }

            before = output;
        }

        yield return sizeof(float) * ((long)samples * (_network.LastWidth + _network.HeadScores));
    }
}
