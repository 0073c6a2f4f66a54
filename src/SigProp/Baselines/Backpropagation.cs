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
internal class Backpropagation : LearningRule
{
    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly StoredForward _forward;
    private readonly LayerOptimizer[] _optimizers;

    public Backpropagation(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        _forward = new StoredForward(setup);
        _optimizers = setup.CreateOptimizers([.. _network.Layers.Select(l => l.Parameters), _network.Head.Parameters]);
    }

    public override IReadOnlyList<LayerCost> Costs => _forward.Costs(FeedbackBytes);

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    public override long SignalBytes => _forward.Bytes + (FeedbackBytes?.Sum() ?? 0);

    public override IReadOnlyList<LayerOptimizer> Optimizers => _optimizers;

    /// <summary>What the weights of feedback take at each layer, and last at the head; null where there are none but those of the way forward.</summary>
    protected virtual IReadOnlyList<long>? FeedbackBytes => null;

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        // Forward: h_i = f(W_i h_{i-1} + b_i), every h_i kept
        _forward.Run(batch, key);

        // Backward: e = softmax(y) - y*, then dh_{i-1} = (dh_i * f'(z_i)) W_i, from the last layer to the first
        int n = batch.Count, last = _network.Stages.Count - 1, learned = _network.Layers.Count;
        losses[0] = _forward.Evaluate(batch);
        SendBackFromHead(_context, _forward.Error(n), _forward.Gradient(last, n));
        _forward.UpdateHead(n, _optimizers[^1]);
        _forward.Clock.Add(learned);
        for (int i = last; i >= 0 && learned > 0; i--)
        {
            Signal below = _forward.Below(batch, i), output = _forward.Output(i, n);
            if (_network.Stages[i] is Passage passage)
            {
                passage.PropagateError(_context, below.H, output.H, _forward.Gradient(i, n), _forward.Gradient(i - 1, n));
                _forward.Clock.Add(learned - 1);
                continue;
            }

            learned--;
            var layer = (Layer)_network.Stages[i];
            var gradient = new Signal(_forward.Gradient(i, n), default);
            layer.GradientBeforeActivation(_context, output, gradient, _forward.Memories[learned], _optimizers[learned]);
            if (learned > 0)
            {
                SendBack(_context, learned, gradient.H, _forward.Gradient(i - 1, n));
            }

            layer.Update(_context, below, gradient, _optimizers[learned]);
            _forward.Clock.Add(learned);
        }
    }

    public override void SetLearningRate(float learningRate)
    {
        foreach (LayerOptimizer optimizer in _optimizers)
        {
            optimizer.LearningRate = learningRate;
        }
    }

    /// <summary>dh_{i-1} = dz_i W_i, for the layer <paramref name="layer"/>, from 0.</summary>
    protected virtual void SendBack(ComputeContext context, int layer, in MatrixView gradient, in MatrixView inputGradient)
        => _network.Layers[layer].PropagateError(context, gradient, inputGradient);

    /// <summary>dh = e V.</summary>
    protected virtual void SendBackFromHead(ComputeContext context, in MatrixView error, in MatrixView gradient)
        => _network.Head.PropagateError(context, error, gradient);
}
