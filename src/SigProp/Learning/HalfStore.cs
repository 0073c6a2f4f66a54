using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Learning;

/// <summary>All that learns in a network, kept in 16 bits while steps are taken. Layers learn in turn, and none waits for another's error, so one of them
/// at a time is expanded, into memory that all share. Between epochs the network holds its parameters itself, the same in 32 bits, to be measured
/// and to answer.</summary>
internal sealed class HalfStore
{
    private readonly IReadOnlyList<Parameter> _fixed;
    private readonly IReadOnlyList<LayerOptimizer> _optimizers;
    private readonly HalfScratch[] _scratch;
    private readonly HalfLearner[] _learners;
    private bool _isFilled;

    /// <param name="network">The network.</param>
    /// <param name="optimizers">Of its layers in order, of the generator where it learns, and of the head where it does.</param>
    public HalfStore(Network network, IReadOnlyList<LayerOptimizer> optimizers)
    {
        _optimizers = optimizers;
        _fixed = network.Generator.Learns ? [] : network.Generator.Parameters;
        int generator = network.Generator.Learns ? network.LayerCount : -1;

        // The generator works beside the first layer, the others each by itself.
        _scratch =
        [
            new HalfScratch([.. optimizers.Where((_, i) => i != generator)]),
            new HalfScratch([.. optimizers.Where((_, i) => i == generator)]),
        ];
        _learners = [.. optimizers.Select((o, i) => new HalfLearner(o, _scratch[i == generator ? 1 : 0]))];
        Parameters = [.. optimizers.SelectMany(o => o.Parameters)];
    }

    /// <summary>What is kept here.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What is kept in 16 bits, and the memory in which it is expanded.</summary>
    public long Bytes => _learners.Sum(l => l.Bytes) + _scratch.Sum(s => s.Bytes);

    /// <summary>Steps are about to be taken: the network gives its parameters away.</summary>
    public void Begin(ComputeContext context)
    {
        foreach (HalfLearner learner in _learners)
        {
            if (!_isFilled)
            {
                learner.TakeOver(context);
            }

            learner.Release();
        }

        foreach (Parameter parameter in _fixed)
        {
            HalfRounding.Run(context, parameter.View);
        }

        _isFilled = true;
    }

    /// <summary>No step is under way, or the one that was has failed: the network gets its parameters back.</summary>
    public void End(ComputeContext context)
    {
        foreach (HalfLearner learner in _learners)
        {
            learner.Expand(context);
        }
    }

    /// <summary>Expands what optimizer <paramref name="index"/> changes; rounding takes its randomness from the step's <paramref name="key"/>.</summary>
    public void Lend(ComputeContext context, int index, RandomKey key) => _learners[index].Lend(context, key.Split("half").Split(index));

    /// <summary>Takes back what optimizer <paramref name="index"/> has changed.</summary>
    public void TakeBack(ComputeContext context, int index) => _learners[index].TakeBack(context);

    /// <summary>Shows everything, between epochs.</summary>
    public void Walk(StateWalk walk)
    {
        foreach (HalfLearner learner in _learners)
        {
            learner.KeepSteps();
            learner.Walk(walk);
            learner.RestoreSteps();
        }
    }

    /// <summary>A walk has filled everything: the network gets its parameters, and what it held before is no longer asked for.</summary>
    public void GoOn(ComputeContext context)
    {
        _isFilled = true;
        End(context);
    }

    /// <summary>Training is over: the optimizers get their moments back.</summary>
    public void ExpandMoments(ComputeContext context)
    {
        foreach (HalfLearner learner in _learners)
        {
            learner.ExpandMoments(context);
        }
    }

    /// <summary>A place for a copy.</summary>
    public HalfLearner[] CreateCopy()
    {
        var none = new HalfScratch([]);
        return [.. _optimizers.Select(o => new HalfLearner(o, none))];
    }

    /// <summary>Copies everything to <paramref name="copy"/>, between epochs.</summary>
    public void CopyTo(HalfLearner[] copy)
    {
        for (int i = 0; i < copy.Length; i++)
        {
            _learners[i].CopyTo(copy[i]);
            copy[i].KeepSteps();
        }
    }

    /// <summary>Takes everything from <paramref name="copy"/>, between epochs.</summary>
    public void Restore(ComputeContext context, HalfLearner[] copy)
    {
        for (int i = 0; i < copy.Length; i++)
        {
            copy[i].CopyTo(_learners[i]);
            copy[i].RestoreSteps();
        }

        End(context);
    }
}
