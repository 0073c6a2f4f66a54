using SigProp.Layers;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Learning;

/// <summary>Who learns with whose memory, what that takes and what it has cost.</summary>
internal sealed partial class SignalPropagation
{
    private readonly LayerOptimizer[] _optimizers;
    private readonly long[] _ticks;
    private readonly long[] _bytes;
    private LayerGroup[] _groups;

    /// <summary>The groups, in order; one unless the network is a pipeline.</summary>
    public IReadOnlyList<LayerGroup> Groups => _groups;

    /// <summary>Those that learn from the forward pass: the layers, and the head where it learns.</summary>
    public int Learners => LossNames.Count;

    /// <summary>Whether layers may work on different batches at one time: not where targets are made of what the whole network answers.</summary>
    public bool CanOverlap => !_network.Spec.Targets.IsLoop;

    public override long SignalBytes => _signal.Bytes + _groups.Sum(g => g.Bytes);

    public override IReadOnlyList<LayerOptimizer> Optimizers => _optimizers;

    public override IReadOnlyList<LayerCost> Costs => [.. LossNames.Select((name, i) => new LayerCost(name, Seconds(i), _bytes[i]))];

    /// <summary>What a learner has cost so far.</summary>
    public double Seconds(int learner) => _groups[0].Clock.Seconds(learner);

    public override void SetLearningRate(float learningRate)
    {
        foreach (LayerGroup group in _groups)
        {
            group.SetLearningRate(learningRate);
        }
    }

    /// <summary>Gives learners that may work at one time memory of their own. What optimizers remember stays; <see cref="Optimizers"/> stays the same
    /// list, of other optimizers.</summary>
    /// <param name="starts">Each group's first learner; 0 alone for one group.</param>
    public void Regroup(params ReadOnlySpan<int> starts)
    {
        var groups = new LayerGroup[starts.Length];
        for (int i = 0; i < starts.Length; i++)
        {
            groups[i] = CreateGroup(starts[i]..(i + 1 < starts.Length ? starts[i + 1] : Learners));
        }

        _groups = groups;
    }

    private LayerGroup CreateGroup(Range learners)
    {
        (int first, int end) = (learners.Start.Value, learners.End.Value);
        int layers = Math.Min(end, _network.LayerCount) - first;
        var own = new List<IReadOnlyList<Parameter>>(_network.Layers.Skip(first).Take(layers).Select(l => l.Parameters));
        List<int> places = [.. Enumerable.Range(first, layers)];
        int generator = _network.LayerCount;
        if (first == 0 && _network.Generator.Learns)
        {
            own.Add(_network.Generator.Parameters);
            places.Add(generator);
        }

        bool hasHead = end > _network.LayerCount;
        if (hasHead)
        {
            own.Add(_network.Head.Parameters);
            places.Add(_optimizers.Length - 1);
        }

        LayerOptimizer[] optimizers = _setup.CreateOptimizers([.. own]);
        for (int i = 0; i < optimizers.Length; i++)
        {
            if (_optimizers[places[i]] is LayerOptimizer before)
            {
                before.State.CopyTo(optimizers[i].State);
                optimizers[i].LearningRate = before.LearningRate;
                optimizers[i].Average = before.Average;
            }

            _optimizers[places[i]] = optimizers[i];
        }

        return new LayerGroup(_network, learners, _setup.BatchSize, [.. optimizers.Take(layers)], _ticks)
        {
            GeneratorOptimizer = places.Contains(generator) && first == 0 && _network.Generator.Learns ? optimizers[layers] : null,
            HeadOptimizer = hasHead ? optimizers[^1] : null,
        };
    }

    /// <summary>Of each layer, and last of the head: its input and output, h and t, its gradients, and what it is compared by.</summary>
    private IEnumerable<long> LayerBytes(int samples, int targets)
    {
        long before = (long)samples * _network.InputWidth;
        int layer = 0;
        foreach (Stage stage in _network.Stages)
        {
            long output = ((long)samples * stage.OutputWidth) + ((long)targets * stage.TargetWidth);
            if (stage is Layer learner)
            {
                LocalLoss loss = _groups[0].Losses[layer++];
                long compared = (long)samples * loss.Columns(samples, targets);
                long read = loss.Reserve(samples, stage.OutputWidth, targets, stage.TargetWidth);
                yield return learner.Needs(samples, targets, local: true).Bytes + read + (sizeof(float) * (before + output + compared));
            }

            before = output;
        }

        yield return sizeof(float) * ((long)samples * (_network.LastWidth + _network.HeadScores));
    }
}
