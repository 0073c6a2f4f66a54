using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>The prediction layer alone learns, on hidden layers that stay as they were drawn: what a deep rule must beat.</summary>
internal sealed class Shallow : LearningRule
{
    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly SignalBuffers _buffers;
    private readonly float[] _scores;
    private readonly LayerMemory _memory;
    private readonly LayerOptimizer _optimizer;
    private readonly StepClock _clock = new(1);

    public Shallow(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        _buffers = SignalBuffers.Alternating(_network, setup.BatchSize, 0);
        _scores = new float[checked(setup.BatchSize * _network.HeadScores)];
        _memory = new LayerMemory(MemoryNeeds.Most(_network.Layers.Select(l => l.Needs(setup.BatchSize, 0, local: false))), isLocal: false);
        _optimizer = setup.CreateOptimizers(_network.Head.Parameters)[0];
    }

    public override IReadOnlyList<LayerCost> Costs => [new LayerCost("head", _clock.Seconds(0), SignalBytes)];

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    public override long SignalBytes => _buffers.Bytes + _memory.Bytes + (sizeof(float) * (long)_scores.Length);

    public override IReadOnlyList<LayerOptimizer> Optimizers => [_optimizer];

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        _clock.Start();
        Signal input = new(batch.X, default);
        int done = 0;
        for (int i = 0; i < _network.Stages.Count; i++)
        {
            Signal output = _buffers.Output(i, batch.Count);
            _memory.DropoutKey = (uint)key.Split(done).Value;
            _network.Stages[i].Forward(_context, input, output, _memory);
            if (_network.Stages[i] is Layer layer)
            {
                layer.HandOn(_context, output, _memory);
                done++;
            }

            input = output;
        }

        var scores = new MatrixView(_scores, batch.Count, _network.HeadScores);
        losses[0] = _network.Head.Evaluate(_context, input.H, batch.Lesson(default), scores);
        _network.Head.Update(_context, input.H, scores, _optimizer);
        _clock.Add(0);
    }

    public override void SetLearningRate(float learningRate) => _optimizer.LearningRate = learningRate;
}
