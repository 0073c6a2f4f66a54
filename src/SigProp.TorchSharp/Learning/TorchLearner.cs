using System.Globalization;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.TorchSharp.Networks;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>One layer's optimizer on a device: its parameters' moments and averages, and the chain clip -> decay -> rule -> learning rate.</summary>
internal sealed class TorchLearner : IDisposable
{
    private readonly LayerOptimizer _optimizer;
    private readonly OptimizerSpec _spec;
    private readonly float _clipNorm;
    private readonly TorchTensors _tensors;
    private readonly Tensor[] _values;
    private readonly Tensor[] _first;
    private readonly Tensor[] _second;
    private readonly LossScale? _scale;
    private Tensor[] _averages = [];

    /// <param name="optimizer">The managed optimizer, which keeps steps, moments and averages between epochs.</param>
    /// <param name="spec">Its recipe.</param>
    /// <param name="clipNorm">The largest norm of the layer's whole gradient; 0 for no limit.</param>
    /// <param name="tensors">Where the parameters are.</param>
    /// <param name="place">The device.</param>
    public TorchLearner(LayerOptimizer optimizer, OptimizerSpec spec, float clipNorm, TorchTensors tensors, TorchPlace place)
    {
        _optimizer = optimizer;
        _spec = spec;
        _clipNorm = clipNorm;
        _tensors = tensors;
        _values = [.. optimizer.Parameters.Select(p => tensors[p])];
        foreach (Tensor value in _values)
        {
            value.requires_grad_();
        }

        _first = [.. optimizer.State.First.Where(m => m.Length > 0).Select((_, i) => LikeValue(i))];
        _second = [.. optimizer.State.Second.Where(m => m.Length > 0).Select((_, i) => LikeValue(i))];
        _scale = place.NeedsLossScale ? new LossScale() : null;
    }

    /// <summary>The managed optimizer.</summary>
    public LayerOptimizer Optimizer => _optimizer;

    /// <summary>The factor of the loss; 1 where it needs none.</summary>
    public double Scale => _scale?.Value ?? 1;

    /// <summary>Memory of parameters, moments and averages on the device.</summary>
    public long Bytes => sizeof(float) * _values.Concat(_first).Concat(_second).Concat(_averages).Sum(t => t.numel());

    /// <summary>Takes moments and averages over to the device, where an epoch begins; parameters are the network's.</summary>
    public void Upload()
    {
        _scale?.BeginEpoch();
        CopyAll(toDevice: true);
    }

    /// <summary>Gives them back.</summary>
    public void Download() => CopyAll(toDevice: false);

    /// <summary>The parameters.</summary>
    public IReadOnlyList<Tensor> Values => _values;

    /// <summary>What autograd has left; null for what the loss does not depend on.</summary>
    public IEnumerable<Tensor?> Gradients => _values.Select(v => v.grad);

    /// <summary>What is wrong with the epoch's steps so far; null where most of them were taken.</summary>
    public string? Warning => _scale is null || 2 * _scale.Skipped <= _scale.Steps ? null : string.Create(CultureInfo.InvariantCulture,
        $"{Name} has skipped {_scale.Skipped} of the epoch's {_scale.Steps} steps, in which gradients of its loss overflowed in Float16; choose the HalfFormat BFloat16, "
        + $"a lower LearningRate, or BatchNormalization.");

    /// <summary>What its parameters belong to, for example layer1.</summary>
    private string Name => _optimizer.Parameters[0].Name[.._optimizer.Parameters[0].Name.LastIndexOf('.')];

    /// <summary>Takes a step by the gradients that autograd has left, and clears them.</summary>
    /// <param name="others">Learners whose gradients came from this one's loss too: where a gradient of any overflows, the loss was scaled too much, and none takes a
    /// step.</param>
    public void Update(params ReadOnlySpan<TorchLearner> others)
    {
        double factor = 1 / Scale;
        bool isFinite = true;
        if (_scale is not null)
        {
            isFinite = AreFinite([this, .. others]);
            _scale.Update(isFinite);
        }

        Take(isFinite, factor);
        foreach (TorchLearner other in others)
        {
            other.Take(isFinite, factor);
        }
    }

    /// <summary>Shows what is remembered besides moments and averages.</summary>
    public void Walk(StateWalk walk) => _scale?.Walk(walk);

    public void Dispose()
    {
        foreach (Tensor tensor in _first.Concat(_second).Concat(_averages))
        {
            tensor.Dispose();
        }
    }

    /// <summary>Whether no gradient has overflowed; a GPU is waited for once, however many there are.</summary>
    private static bool AreFinite(TorchLearner[] learners)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable silence = torch.no_grad();
        Tensor[] finite = [.. learners.SelectMany(l => l.Gradients).OfType<Tensor>().Select(g => g.isfinite().all())];
        return finite.Length == 0 || torch.stack(finite).all().item<bool>();
    }

    /// <summary>Takes a step by its gradients times a factor, or leaves it out where they are not finite; clears them.</summary>
    private void Take(bool isFinite, double factor)
    {
        if (!isFinite)
        {
            Clear();
            return;
        }

        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable silence = torch.no_grad();
        Tensor?[] gradients = [.. Gradients];
        _optimizer.State.Steps++;
        for (int i = 0; i < _values.Length; i++)
        {
            // What the loss does not depend on has no gradient, and decays and moves on by its moments all the same.
            Tensor gradient = gradients[i] ?? torch.zeros_like(_values[i]);
            gradients[i] = factor == 1 ? gradient : gradient.Times(factor);
        }

        Tensor? clip = _clipNorm > 0 ? ClipFactor(gradients) : null;
        for (int i = 0; i < _values.Length; i++)
        {
            float decay = _optimizer.Parameters[i].IsWeight ? _spec.WeightDecay : 0f;
            Tensor gradient = clip is null ? gradients[i]! : gradients[i]!.mul(clip);
            TorchUpdate.Apply(
                _spec, _values[i], gradient, _first.Length > 0 ? _first[i] : null, _second.Length > 0 ? _second[i] : null,
                new UpdateStep { LearningRate = _optimizer.LearningRate, WeightDecay = decay, GradientScale = 1f }, _optimizer.State.Steps);
        }

        Clear();
        TakeAverages();
    }

    // g = g * min(1, limit / |g|), the norm over all of the layer's parameters
    private Tensor ClipFactor(Tensor?[] gradients)
    {
        Tensor squares = torch.stack(gradients.Select(g => g!.to_type(ScalarType.Float64).Square().sum())).sum();
        return squares.sqrt().AtLeast(_clipNorm).reciprocal().Times(_clipNorm).to_type(ScalarType.Float32);
    }

    /// <summary>No gradient is left for the next step to be added to.</summary>
    private void Clear()
    {
        foreach (Tensor value in _values)
        {
            value.grad = null;
        }
    }

    // a = a + (w - a) rate
    private void TakeAverages()
    {
        if (_averages.Length == 0)
        {
            return;
        }

        WeightAverage average = _optimizer.Average!;
        double rate = average.NextRate();
        for (int i = 0; i < _averages.Length; i++)
        {
            Tensor value = _tensors[average.Parameters[i]];
            _averages[i].Add(value.sub(_averages[i]), rate);
        }
    }

    private void CopyAll(bool toDevice)
    {
        for (int i = 0; i < _first.Length; i++)
        {
            TorchTensors.Copy(_optimizer.State.First[i], _first[i], toDevice);
        }

        for (int i = 0; i < _second.Length; i++)
        {
            TorchTensors.Copy(_optimizer.State.Second[i], _second[i], toDevice);
        }

        if (_optimizer.Average is not WeightAverage average)
        {
            return;
        }

        if (_averages.Length == 0)
        {
            _averages = [.. average.Parameters.Select(p => torch.zeros_like(_tensors[p]).DetachFromDisposeScope())];
        }

        for (int i = 0; i < _averages.Length; i++)
        {
            TorchTensors.Copy(average.Values[i], _averages[i], toDevice);
        }
    }

    private Tensor LikeValue(int index) => torch.zeros(_values[index].shape, ScalarType.Float32, _values[index].device).DetachFromDisposeScope();
}
