using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Training;

/// <content>The averages of what learns, which are measured and kept in its place, while training goes on from what learns itself.</content>
internal sealed partial class TrainingRun
{
    /// <summary>Has each optimizer keep the average of what it changes, and of the statistics that belong to it; none where none is asked for.</summary>
    private WeightAverage[] CreateAverages()
    {
        if (_options.WeightAveraging is not double epochs)
        {
            return [];
        }

        // A step counts 1 / e of what the last one does after so many epochs.
        double decay = Math.Exp(-1 / (epochs * _source.Steps));
        foreach (LayerOptimizer optimizer in _rule.Optimizers)
        {
            IEnumerable<Parameter> buffers = _network.Layers.Where(l => l.Parameters.Intersect(optimizer.Parameters).Any()).SelectMany(l => l.Buffers);
            optimizer.Average = new WeightAverage([.. optimizer.Parameters, .. buffers], decay);
        }

        return [.. _rule.Optimizers.Select(o => o.Average!)];
    }

    /// <summary>Makes the network that of the averages, and the second time that which learns again.</summary>
    private void SwapAverages()
    {
        foreach (WeightAverage average in _averages)
        {
            average.Swap();
        }

        _network.ForgetPacked();
    }
}
