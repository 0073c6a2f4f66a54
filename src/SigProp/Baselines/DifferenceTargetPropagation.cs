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
    private readonly float[][] _differences;
    private readonly float[] _above;
    private readonly float[] _noisy;
    private readonly float[] _restored;
    private readonly float[] _scores;
    private readonly LayerOptimizer[] _optimizers;
    private readonly LayerOptimizer[] _inverseOptimizers;
    private readonly StepClock _clock;
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
        int widest = checked(samples * _network.Layers.Max(l => l.OutputWidth)), inner = layers > 1 ? widest : 0;
        _differences = [new float[widest], new float[inner]];
        _above = new float[inner];
        _noisy = new float[inner];
        _restored = new float[inner];
        _scores = new float[checked(samples * _network.HeadScores)];
        LayerOptimizer[] all = setup.CreateOptimizers(
            [.. _network.Layers.Select(l => l.Parameters), _network.Head.Parameters, .. Inverses.Select(g => g.Parameters)]);
        _optimizers = all[..(layers + 1)];
        _inverseOptimizers = all[(layers + 1)..];
        _clock = new StepClock(layers + 1);
        _bytes = [.. LayerBytes(samples)];
    }

    /// <summary>g_i, from the outputs of layer i + 1, counted from 0, to those of layer i.</summary>
    public IReadOnlyList<DenseLayer> Inverses { get; }

    public override IReadOnlyList<LayerCost> Costs => [.. Enumerable.Range(0, _bytes.Length)
        .Select(i => new LayerCost(i < _network.LayerCount ? $"layer{i + 1}" : "head", _clock.Seconds(i), _bytes[i]))];

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    public override long SignalBytes => _bytes.Sum();

    public override IReadOnlyList<LayerOptimizer> Optimizers => _optimizers;

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        // Forward: h_i = f_i(h_{i-1}), every h_i kept
        _clock.Start();
        _forward.Run(batch, key, _clock);

        // The first target: h^_L = h_L - eta dl/dh_L, of each row's own loss l. What is passed on is the difference h^ - h.
        int n = batch.Count, stage = _network.Stages.Count - 1, layer = _network.LayerCount - 1;
        MatrixView error = new(_scores, n, _network.HeadScores), top = _forward.Output(stage, n).H;
        losses[0] = _network.Head.Evaluate(_context, top, batch.Lesson(default), error);
        _network.Head.PropagateError(_context, error, Difference(layer, n));
        _network.Head.Update(_context, top, error, _optimizers[^1]);
        RowShare.ToRows(Difference(layer, n), batch, -TargetStep);
        _clock.Add(layer + 1);
        for (; stage >= 0; stage--)
        {
            if (_network.Stages[stage] is not Layer)
            {
                continue;
            }

            Signal below = _forward.Below(batch, stage), output = _forward.Output(stage, n);
            if (layer > 0)
            {
                SendTarget(layer, output.H, n);
                LearnInverse(layer, below.H, key.Split("noise").Split(layer), batch);
            }

            Learn(layer, below, output, batch);
            _clock.Add(layer--);
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
    private void SendTarget(int layer, in MatrixView output, int n)
    {
        DenseLayer inverse = Inverses[layer - 1];
        MatrixView target = new(_above, n, output.Columns), restored = new(_restored, n, inverse.OutputWidth), difference = Difference(layer - 1, n);
        TensorPrimitives.Add(output.Elements, Difference(layer, n).Elements, target.Elements);
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
        _second.Forward(_context, _network.Layers[layer], noisy, above, _forward.Memory(layer));
        Signal restored = new(new MatrixView(_restored, n, below.Columns), default), gradient = new(noisy, default);
        inverse.Forward(_context, new Signal(above, default), restored, _memory);
        TensorPrimitives.Subtract(restored.H.Elements, noisy.Elements, noisy.Elements);
        RowShare.ToMean(noisy, batch, 2f);
        inverse.GradientBeforeActivation(_context, restored, gradient, _memory, _inverseOptimizers[layer - 1]);
        inverse.Update(_context, new Signal(above, default), gradient, _inverseOptimizers[layer - 1]);
    }

    // The layer descends |h_i - h^_i|^2, with a gradient of 2 (h_i - h^_i)
    private void Learn(int layer, in Signal below, in Signal output, Batch batch)
    {
        var gradient = new Signal(Difference(layer, batch.Count), default);
        RowShare.ToMean(gradient.H, batch, -2f);
        _network.Layers[layer].GradientBeforeActivation(_context, output, gradient, _forward.Memory(layer), _optimizers[layer]);
        _network.Layers[layer].Update(_context, below, gradient, _optimizers[layer]);
    }

    /// <summary>h^ - h of a layer; two take turns.</summary>
    private MatrixView Difference(int layer, int samples)
        => new(_differences[(_network.LayerCount - 1 - layer) % 2], samples, _network.Layers[layer].OutputWidth);

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

    /// <summary>What each layer adds to all that is kept, its inverse included; what layers use in turn belongs to the head.</summary>
    private IEnumerable<long> LayerBytes(int samples)
    {
        long[] kept = _forward.LayerBytes(samples);
        for (int i = 1; i < kept.Length; i++)
        {
            kept[i] += Auxiliary.Bytes(Inverses[i - 1].Parameters, _inverseOptimizers[i - 1]);
        }

        long numbers = _differences.Sum(d => (long)d.Length) + _above.Length + _noisy.Length + _restored.Length + _scores.Length;
        return kept.Append((sizeof(float) * numbers) + _memory.Bytes + _second.Bytes);
    }
}
