using SigProp.Layers;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Learning;

/// <summary>
/// Signal propagation (section III). The target generator turns each class into a target; inputs and targets go forward together,
/// through the same weights; each layer compares the two, learns at once and hands both on. There is no way back: two signal buffers
/// alternate, whatever the depth.
/// </summary>
internal sealed class SignalPropagation : LearningRule
{
    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly SignalBuffers _buffers;
    private readonly LayerMemory _memory;
    private readonly LocalLoss[] _losses;
    private readonly LayerOptimizer[] _optimizers;
    private readonly LayerOptimizer? _generatorOptimizer;
    private readonly LayerOptimizer? _headOptimizer;

    public SignalPropagation(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        int classes = _network.ClassCount, layers = _network.Layers.Count, width = _network.Layers.Max(l => l.OutputWidth);
        _buffers = new SignalBuffers(setup.BatchSize, classes, width, outputs: 2, gradients: 1);
        _memory = new LayerMemory(setup.BatchSize + classes, width, _network.Layers.Any(l => l.HasNormalization));
        _losses = [.. Enumerable.Range(0, layers).Select(i => LocalLoss.Create(_network.Spec.LossOf(i), 1, 1f, targetPerSample: false))];
        LayerOptimizer[] all = setup.CreateOptimizers(
            [.. _network.Layers.Select(l => l.Parameters), _network.Generator.Parameters, _network.Head.Parameters]);
        _optimizers = all[..layers];
        _generatorOptimizer = _network.Generator.Learns ? all[layers] : null;
        _headOptimizer = _network.Head.Learns ? all[layers + 1] : null;
        LossNames = [.. Enumerable.Range(1, layers).Select(i => $"layer{i}"), .. _network.Head.Learns ? ["head"] : Array.Empty<string>()];
    }

    public override IReadOnlyList<string> LossNames { get; }

    public override bool TrainsTargets => true;

    public override long SignalBytes => _buffers.Bytes + _memory.Bytes;

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        Signal input = new(batch.X, batch.Count);
        for (int i = 0; i < _network.Layers.Count; i++)
        {
            Layer layer = _network.Layers[i];
            Signal output = _buffers.Output(i, batch.Count, layer.OutputWidth);
            Signal gradient = _buffers.Gradient(0, batch.Count, layer.OutputWidth);
            _memory.DropoutKey = (uint)key.Split(i).Value;

            // Eq 1, h1 = f(W1 x + b1); Eq 2-3, [h, t] = f(W [h, t] + b)
            layer.Forward(_context, input, output, _memory);
            if (i == 0)
            {
                // Eq 1, t1 = f(S1 c + d1)
                _network.Generator.Forward(_context, output.T);
            }

            // Eq 9, L(h, t); Eq 4 is their sum, of which each layer sees its own term only
            Lesson lesson = new() { Labels = batch.Y, Contexts = input.T, ContextsAreOneHot = i == 0 };
            MatrixView g = _buffers.Scores(batch.Count);
            losses[i] = _losses[i].Evaluate(_context, output.H, output.T, lesson, g);
            _losses[i].GradientOfOutputs(_context, output.H, output.T, g, 0, gradient.H);
            _losses[i].GradientOfTargets(_context, output.H, output.T, g, gradient.T);
            if (i == 0 && _generatorOptimizer is not null)
            {
                _network.Generator.Learn(_context, output.T, gradient.T, _generatorOptimizer);
            }

            layer.Learn(_context, input, output.Restrict(input), gradient.Restrict(input), _memory, _optimizers[i]);
            input = output;
        }

        if (_headOptimizer is not null)
        {
            MatrixView scores = _buffers.Scores(batch.Count);
            losses[^1] = _network.Head.Evaluate(_context, input.H, batch.Y, scores);
            _network.Head.Update(_context, input.H, scores, _headOptimizer);
        }
    }

    public override void SetLearningRate(float learningRate)
    {
        foreach (LayerOptimizer optimizer in _optimizers)
        {
            optimizer.LearningRate = learningRate;
        }

        _generatorOptimizer?.LearningRate = learningRate;
        _headOptimizer?.LearningRate = learningRate;
    }
}
