using System.Numerics.Tensors;
using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>
/// Difference target propagation (Lee, Zhang, Fischer and Bengio 2015, algorithm 1): targets, not gradients, go back from layer to layer through
/// learned inverses g_i, corrected by what these do to the outputs themselves; each layer brings its output nearer to its target, through its own map
/// alone. Where the inverses are exact the targets are those of Gauss and Newton (Meulemans et al. 2020), and of orthogonal layers the gradients are
/// those of backpropagation. The inverses belong to the rule: they are not saved.
/// </summary>
internal sealed class DifferenceTargetPropagation : LearningRule
{
    /// <summary>The step from h_L to its target, in gradients of a row's own loss: with 1/2 the gradient of |h_L - target|^2 is that of the loss.</summary>
    private const float TargetStep = 0.5f;

    /// <summary>The noise that inverses see, uniform, as a part of the outputs' root mean square.</summary>
    private const float Noise = 0.5f;

    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly StoredForward _forward;
    private readonly SecondPass _second;
    private readonly LayerMemory _memory;
    private readonly float[] _above;
    private readonly float[] _noisy;
    private readonly float[] _restored;
    private readonly LayerOptimizer[] _optimizers;
    private readonly LayerOptimizer[] _inverseOptimizers;
    private readonly long[] _bytes;

    public DifferenceTargetPropagation(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        int samples = setup.BatchSize, layers = _network.LayerCount;
        _forward = new StoredForward(setup);
        Inverses = [.. Enumerable.Range(1, layers - 1).Select(i => Inverse(setup, i))];
        _second = new SecondPass([.. _network.Layers.Skip(1)], samples);
        _memory = new LayerMemory(MemoryNeeds.Most(Inverses.Select(g => g.Needs(samples, 0, local: false))), isLocal: false);
        int inner = layers > 1 ? checked(samples * _network.Layers.Max(l => l.OutputWidth)) : 0;
        _above = new float[inner];
        _noisy = new float[inner];
        _restored = new float[inner];
        LayerOptimizer[] all = setup.CreateOptimizers(
            [.. _network.Layers.Select(l => l.Parameters), _network.Head.Parameters, .. Inverses.Select(g => g.Parameters)]);
        _optimizers = all[..(layers + 1)];
        _inverseOptimizers = all[(layers + 1)..];
        _bytes = [.. InverseBytes()];
    }

    /// <summary>g_i, from the outputs of layer i + 1, counted from 0, to those of layer i.</summary>
    public IReadOnlyList<DenseLayer> Inverses { get; }

    public override IReadOnlyList<LayerCost> Costs => _forward.Costs(_bytes);

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    public override long SignalBytes => _forward.Bytes + _bytes.Sum();

    public override IReadOnlyList<Parameter> Auxiliaries => [.. Inverses.SelectMany(g => g.Parameters)];

    public override IReadOnlyList<LayerOptimizer> AuxiliaryOptimizers => _inverseOptimizers;

    public override IReadOnlyList<LayerOptimizer> Optimizers => _optimizers;

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        // Forward: h_i = f_i(h_{i-1}), every h_i kept
        _forward.Run(batch, key);

        // The first target: h^_L = h_L - eta dl/dh_L, of each row's own loss l. What is passed on is the difference h^ - h.
        int n = batch.Count, stage = _network.Stages.Count - 1, layer = _network.LayerCount - 1;
        losses[0] = _forward.Evaluate(batch);
        _network.Head.PropagateError(_context, _forward.Error(n), _forward.Gradient(stage, n));
        _forward.UpdateHead(n, _optimizers[^1]);
        RowShare.ToRows(_forward.Gradient(stage, n), batch, -TargetStep);
        _forward.Clock.Add(layer + 1);
        for (; layer >= 0; stage--)
        {
            if (layer > 0)
            {
                SendTarget(layer, stage, n);
                LearnInverse(layer, _forward.Below(batch, stage).H, key.Split("noise").Split(layer), batch);
            }

            Learn(layer, stage, batch);
            _forward.Clock.Add(layer--);
        }
    }

    public override void SetLearningRate(float learningRate)
    {
        foreach (LayerOptimizer optimizer in _optimizers)
        {
            optimizer.LearningRate = learningRate;
        }

        foreach (LayerOptimizer optimizer in _inverseOptimizers)
        {
            optimizer.LearningRate = learningRate;
        }
    }

    // h^_{i-1} - h_{i-1} = g_i(h^_i) - g_i(h_i)
    private void SendTarget(int layer, int stage, int n)
    {
        DenseLayer inverse = Inverses[layer - 1];
        MatrixView output = _forward.Output(stage, n).H, target = new(_above, n, output.Columns);
        MatrixView restored = new(_restored, n, inverse.OutputWidth), difference = _forward.Gradient(stage - 1, n);
        TensorPrimitives.Add(output.Elements, _forward.Gradient(stage, n).Elements, target.Elements);
        inverse.Forward(_context, new Signal(target, default), new Signal(difference, default), null);
        inverse.Forward(_context, new Signal(output, default), new Signal(restored, default), null);
        TensorPrimitives.Subtract(difference.Elements, restored.Elements, difference.Elements);
    }

    // The inverse descends |g_i(f_i(h_{i-1} + noise)) - (h_{i-1} + noise)|^2
    private void LearnInverse(int layer, in MatrixView below, RandomKey key, Batch batch)
    {
        DenseLayer inverse = Inverses[layer - 1];
        int n = batch.Count;
        MatrixView noisy = new(_noisy, n, below.Columns), above = new(_above, n, inverse.InputWidth);
        float bound = Noise * MathF.Sqrt(3f * TensorPrimitives.SumOfSquares<float>(below.Elements) / below.Elements.Length);
        RandomStream random = key.Stream();
        random.FillUniform(noisy.Elements, -bound, bound);
        TensorPrimitives.Add(noisy.Elements, below.Elements, noisy.Elements);
        _second.Forward(_context, _network.Layers[layer], noisy, above, _forward.Memories[layer]);
        Signal restored = new(new MatrixView(_restored, n, below.Columns), default), gradient = new(noisy, default);
        inverse.Forward(_context, new Signal(above, default), restored, _memory);
        TensorPrimitives.Subtract(restored.H.Elements, noisy.Elements, noisy.Elements);
        RowShare.ToMean(noisy, batch, 2f);
        inverse.GradientBeforeActivation(_context, restored, gradient, _memory, _inverseOptimizers[layer - 1]);
        inverse.Update(_context, new Signal(above, default), gradient, _inverseOptimizers[layer - 1]);
    }

    // The layer descends |h_i - h^_i|^2, with a gradient of 2 (h_i - h^_i)
    private void Learn(int layer, int stage, Batch batch)
    {
        Signal output = _forward.Output(stage, batch.Count), gradient = new(_forward.Gradient(stage, batch.Count), default);
        RowShare.ToMean(gradient.H, batch, -2f);
        _network.Layers[layer].GradientBeforeActivation(_context, output, gradient, _forward.Memories[layer], _optimizers[layer]);
        _network.Layers[layer].Update(_context, _forward.Below(batch, stage), gradient, _optimizers[layer]);
    }

    /// <summary>Its outputs end as those of the layer below do.</summary>
    private static DenseLayer Inverse(LearningSetup setup, int layer)
    {
        Network network = setup.Network;
        LearningLayerSpec below = network.Spec.LearningLayers.ElementAt(layer - 1);
        var inverse = new DenseLayer(
            $"inverse{layer + 1}", network.Layers[layer].OutputWidth,
            new DenseSpec(network.Layers[layer].InputWidth) { Activation = below.Activation, NegativeSlope = below.NegativeSlope });
        inverse.Initialize(setup.Key.Split("inverse").Split(layer));
        return inverse;
    }

    /// <summary>What each layer's inverse takes; what inverses use in turn belongs to the head.</summary>
    private IEnumerable<long> InverseBytes()
    {
        IEnumerable<long> inverses = Inverses.Select((g, i) => Auxiliary.Bytes(g.Parameters, _inverseOptimizers[i]));
        long shared = _memory.Bytes + _second.Bytes + (sizeof(float) * ((long)_above.Length + _noisy.Length + _restored.Length));
        return inverses.Prepend(0).Append(shared);
    }
}
