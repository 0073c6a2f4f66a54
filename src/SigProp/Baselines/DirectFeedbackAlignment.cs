using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>
/// Direct feedback alignment (Nøkland, "Direct feedback alignment provides learning in deep neural networks", NeurIPS 2016; Fig 1c): the output's error
/// goes straight to each layer, through fixed random weights D_i, so that no layer waits for the one above it.
/// </summary>
internal sealed class DirectFeedbackAlignment : LearningRule
{
    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly StoredForward _forward;
    private readonly FixedFeedback[] _feedback;
    private readonly LayerOptimizer[] _optimizers;

    public DirectFeedbackAlignment(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        _forward = new StoredForward(setup);
        _feedback = Draw(setup);
        _optimizers = setup.CreateOptimizers([.. _network.Layers.Select(l => l.Parameters), _network.Head.Parameters]);
    }

    /// <summary>D_i of each layer, [scores, width].</summary>
    public override IReadOnlyList<Parameter> Feedback => [.. _feedback.Select(f => f.Weight)];

    public override IReadOnlyList<LayerCost> Costs => _forward.Costs([.. _feedback.Select(f => f.Bytes), 0]);

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    public override long SignalBytes => _forward.Bytes + _feedback.Sum(f => f.Bytes);

    public override IReadOnlyList<LayerOptimizer> Optimizers => _optimizers;

    /// <summary>D_i of each layer.</summary>
    public static FixedFeedback[] Draw(LearningSetup setup)
    {
        RandomKey key = setup.Key.Split("feedback").Split("layer");
        return [.. setup.Network.Layers.Select((l, i) => new FixedFeedback($"layer{i + 1}", setup.Network.HeadScores, l.OutputWidth, key.Split(i)))];
    }

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        // Forward: h_i = f(W_i h_{i-1} + b_i), every h_i kept
        _forward.Run(batch, key);

        // e = softmax(y) - y*
        int n = batch.Count, learned = 0;
        losses[0] = _forward.Evaluate(batch);
        _forward.UpdateHead(n, _optimizers[^1]);
        _forward.Clock.Add(_network.Layers.Count);

        // dh_i = e D_i, in any order: here from the first layer to the last
        for (int i = 0; i < _network.Stages.Count; i++)
        {
            if (_network.Stages[i] is not Layer layer)
            {
                continue;
            }

            var gradient = new Signal(_forward.Gradient(i, n), default);
            _feedback[learned].Send(_context, _forward.Error(n), gradient.H);
            layer.GradientBeforeActivation(_context, _forward.Output(i, n), gradient, _forward.Memories[learned], _optimizers[learned]);
            layer.Update(_context, _forward.Below(batch, i), gradient, _optimizers[learned]);
            _forward.Clock.Add(learned++);
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
