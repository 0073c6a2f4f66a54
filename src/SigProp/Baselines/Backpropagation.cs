using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>
/// Backpropagation on the same layers: all outputs are stored on the way forward, then the classifier's error travels back through the
/// transposed weights, and a layer learns only when it arrives.
/// </summary>
internal sealed class Backpropagation : LearningRule
{
    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly SignalBuffers _buffers;
    private readonly LayerMemory[] _memories;
    private readonly LayerOptimizer[] _optimizers;

    public Backpropagation(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        if (!_network.Head.Learns)
        {
            throw new ConfigurationException("network", ["Backpropagation starts from a classifier's error; choose HeadKind.Classifier."]);
        }

        int width = _network.Layers.Max(l => l.OutputWidth);
        _buffers = new SignalBuffers(setup.BatchSize, _network.ClassCount, width, _network.Layers.Count, gradients: 2, targets: false);
        _memories = [.. _network.Layers.Select(l => new LayerMemory(setup.BatchSize, l.OutputWidth, l.HasNormalization))];
        _optimizers = setup.CreateOptimizers([.. _network.Layers.Select(l => l.Parameters), _network.Head.Parameters]);
    }

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    public override long SignalBytes => _buffers.Bytes + _memories.Sum(m => m.Bytes);

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        int n = batch.Count, last = _network.Layers.Count - 1;

        // Forward: h_i = f(W_i h_{i-1} + b_i), every h_i kept
        Signal input = new(batch.X, n);
        for (int i = 0; i <= last; i++)
        {
            Layer layer = _network.Layers[i];
            Signal output = _buffers.Output(i, n, layer.OutputWidth);
            _memories[i].DropoutKey = (uint)key.Split(i).Value;
            layer.Forward(_context, input, output, _memories[i]);
            input = output;
        }

        // Backward: e = softmax(y) - y*, then dh_{i-1} = (dh_i * f'(z_i)) W_i, from the last layer to the first
        MatrixView error = _buffers.Scores(n);
        losses[0] = _network.Head.Evaluate(_context, input.H, batch.Y, error);
        Signal gradient = _buffers.Gradient(last, n, _network.Layers[last].OutputWidth);
        _network.Head.PropagateError(_context, error, gradient.H);
        _network.Head.Update(_context, input.H, error, _optimizers[^1]);
        for (int i = last; i >= 0; i--)
        {
            Layer layer = _network.Layers[i];
            layer.GradientBeforeActivation(_context, _buffers.Output(i, n, layer.OutputWidth), gradient, _memories[i], _optimizers[i]);
            Signal below = i == 0 ? new(batch.X, n) : _buffers.Output(i - 1, n, layer.InputWidth);
            Signal next = default;
            if (i > 0)
            {
                next = _buffers.Gradient(i - 1, n, layer.InputWidth);
                layer.PropagateError(_context, gradient.H, next.H);
            }

            layer.Update(_context, below, gradient, _optimizers[i]);
            gradient = next;
        }
    }

    public override void SetLearningRate(float learningRate)
    {
        foreach (LayerOptimizer optimizer in _optimizers)
        {
            optimizer.LearningRate = learningRate;
        }
    }
}
