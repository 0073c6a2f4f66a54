using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.Comparison;

/// <summary>Measures the angles between a rule's updates of a network and its gradients, on a few batches of rows that stay the same. The network is
/// not changed.</summary>
internal sealed class AlignmentProbe : IDisposable
{
    private const int MostBatches = 4;
    private const int RowsInBatch = 128;

    private readonly Network _network;
    private readonly TrainingOptions _options;
    private readonly ComputeContext _context;
    private readonly Network _byRule;
    private readonly Network _byGradient;
    private readonly Batch[] _batches;
    private readonly RandomKey _key;

    /// <param name="network">The network, whose output has been scaled.</param>
    /// <param name="rows">Where the batches come from.</param>
    /// <param name="options">How the network is trained.</param>
    public AlignmentProbe(Network network, TrainingSplit rows, TrainingOptions options)
    {
        _network = network;
        _options = options;
        _context = new ComputeContext(options.EffectiveThreads);
        _key = RandomKey.FromSeed(options.Seed).Split("alignment");
        _byRule = NetworkFactory.Create(network.Spec);
        _byGradient = NetworkFactory.Create(Differentiable(network.Spec));
        using var source = new DatasetBatchSource(
            network, rows, rows.Weigh(options.ClassWeights), augmentation: null, Math.Min(RowsInBatch, rows.Count));
        source.Shuffle(_key.Split("shuffle"));

        // The last batch may be small; it counts only where there is no other.
        _batches = [.. Enumerable.Range(0, Math.Clamp(rows.Count / RowsInBatch, 1, MostBatches)).Select(_ => source.CreateBatch())];
        for (int i = 0; i < _batches.Length; i++)
        {
            source.Fill(_batches[i], i);
        }
    }

    /// <summary>The angle of each hidden layer, in degrees.</summary>
    /// <param name="rule">What trains the network, between two steps.</param>
    public IReadOnlyList<NamedValue> Measure(LearningRule rule)
    {
        double[] sums = new double[_network.Layers.Count];
        for (int i = 0; i < _batches.Length; i++)
        {
            Step(_byRule, _options.Rule, rule.Auxiliaries, i);
            Step(_byGradient, LearningRuleKind.Backpropagation, [], i);
            for (int layer = 0; layer < sums.Length; layer++)
            {
                sums[layer] += Angle(layer);
            }
        }

        return [.. sums.Select((sum, layer) => new NamedValue($"layer{layer + 1}", sum / _batches.Length))];
    }

    public void Dispose() => _context.Dispose();

    /// <summary>The same network where the derivative of a spike is needed: voltages have none.</summary>
    private static NetworkSpec Differentiable(NetworkSpec spec)
        => spec.Spiking is null ? spec : spec with { Spiking = spec.Spiking with { LearningSignal = SpikingLearningSignal.Surrogate } };

    /// <summary>One step of plain gradient descent, W = W - G, of a copy by a rule of its own: batches know nothing of each other.</summary>
    private void Step(Network copy, LearningRuleKind kind, IReadOnlyList<Parameter> auxiliaries, int batch)
    {
        Copy(_network.Leaves, copy.Leaves);
        copy.ForgetPacked();
        var setup = new LearningSetup(_context, copy, new SgdSpec { LearningRate = 1f }, 0f, _batches[batch].Capacity)
        {
            Key = RandomKey.FromSeed(_options.Seed).Split("rule"),
        };
        LearningRule rule = Trainer.CreateRule(kind, setup);
        Copy(auxiliaries, rule.Auxiliaries);
        rule.SetLearningRate(1f);
        rule.Step(_batches[batch], _key.Split(batch), new LossValue[rule.LossNames.Count]);
    }

    private static void Copy(IReadOnlyList<Parameter> from, IReadOnlyList<Parameter> to)
    {
        for (int i = 0; i < from.Count; i++)
        {
            from[i].Values.CopyTo(to[i].Values);
        }
    }

    // angle = arccos(<a, b> / (|a| |b|)), a and b the changes of a layer's weights
    private double Angle(int layer)
    {
        double product = 0, first = 0, second = 0;
        for (int p = 0; p < _network.Layers[layer].Parameters.Count; p++)
        {
            Parameter before = _network.Layers[layer].Parameters[p];
            if (!before.IsWeight)
            {
                continue;
            }

            Span<float> w = before.Values, byRule = _byRule.Layers[layer].Parameters[p].Values, byGradient = _byGradient.Layers[layer].Parameters[p].Values;
            for (int i = 0; i < w.Length; i++)
            {
                double a = (double)byRule[i] - w[i], b = (double)byGradient[i] - w[i];
                product += a * b;
                first += a * a;
                second += b * b;
            }
        }

        return first > 0 && second > 0 ? Math.Acos(Math.Clamp(product / Math.Sqrt(first * second), -1, 1)) * 180 / Math.PI : 90;
    }
}
