using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>The classifier alone learns, on hidden layers that stay as they were drawn: what a deep rule must beat.</summary>
internal sealed class Shallow : LearningRule
{
    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly SignalBuffers _buffers;
    private readonly LayerMemory _memory;
    private readonly LayerOptimizer _optimizer;

    public Shallow(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        if (!_network.Head.Learns)
        {
            throw new ConfigurationException("network", ["Only the classifier learns with the shallow rule; choose HeadKind.Classifier."]);
        }

        int width = _network.Layers.Max(l => l.OutputWidth);
        _buffers = new SignalBuffers(setup.BatchSize, _network.ClassCount, width, outputs: 2, gradients: 0, targets: false);
        _memory = new LayerMemory(setup.BatchSize, width, _network.Layers.Any(l => l.HasNormalization));
        _optimizer = setup.CreateOptimizers(_network.Head.Parameters)[0];
    }

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    public override long SignalBytes => _buffers.Bytes + _memory.Bytes;

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        Signal input = new(batch.X, batch.Count);
        for (int i = 0; i < _network.Layers.Count; i++)
        {
            Layer layer = _network.Layers[i];
            Signal output = _buffers.Output(i, batch.Count, layer.OutputWidth);
            _memory.DropoutKey = (uint)key.Split(i).Value;
            layer.Forward(_context, input, output, _memory);
            input = output;
        }

        MatrixView scores = _buffers.Scores(batch.Count);
        losses[0] = _network.Head.Evaluate(_context, input.H, batch.Y, scores);
        _network.Head.Update(_context, input.H, scores, _optimizer);
    }

    public override void SetLearningRate(float learningRate) => _optimizer.LearningRate = learningRate;
}
