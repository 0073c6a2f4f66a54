using System.Globalization;
using SigProp.Data;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Counts, after each epoch, the neurons of a spiking network that fire for none of some rows, and says so where a layer has died.</summary>
/// <param name="network">The network; where it does not spike there is nothing to count.</param>
/// <param name="context">The compute resources.</param>
/// <param name="rows">What is learned from and what is measured on.</param>
internal sealed class SilenceWatch(Network network, ComputeContext context, LearningRows rows)
{
    /// <summary>Rows looked at, at most.</summary>
    private const int MostRows = 1000;

    /// <summary>The part of a layer's neurons that are silent where it has died.</summary>
    private const double Dead = 0.95;

    /// <summary>The silent neurons of each layer; empty where nothing spikes, or where there are no rows in memory.</summary>
    /// <param name="epoch">The epoch, for the sentences.</param>
    /// <param name="warnings">Takes a sentence for each layer that has died.</param>
    public IReadOnlyList<int> Count(int epoch, out IReadOnlyList<string> warnings)
    {
        warnings = [];
        (Dataset data, int[] looked) = rows is TrainingSplit { ValidationRows.Length: 0 } split
            ? (split.Data, split.Rows)
            : (rows.Validation, rows.ValidationRows);
        if (network.Spec.Spiking is null || looked.Length == 0)
        {
            return [];
        }

        // Every so many, so that classes that come one after the other are all among them.
        int count = Math.Min(MostRows, looked.Length);
        var counter = new SpikeCounter(network, context);
        float[] features = new float[counter.MaxRows * data.Width];
        for (int first = 0; first < count; first += counter.MaxRows)
        {
            int block = Math.Min(counter.MaxRows, count - first);
            for (int i = 0; i < block; i++)
            {
                data.Row(looked[(int)((long)(first + i) * looked.Length / count)]).CopyTo(features.AsSpan(i * data.Width));
            }

            counter.Count(features.AsSpan(0, block * data.Width), block);
        }

        int[] silent = [.. counter.OfNeurons.Select(layer => layer.Count(spikes => spikes == 0))];
        warnings = [.. Enumerable.Range(0, silent.Length).Where(i => silent[i] >= Dead * counter.OfNeurons[i].Length)
            .Select(i => Describe(i, silent[i], counter.OfNeurons[i].Length, count, epoch))];
        return silent;
    }

    private string Describe(int layer, int silent, int neurons, int looked, int epoch) => string.Create(CultureInfo.InvariantCulture,
        $"layer{layer + 1} has died: {silent} of its {neurons} neurons fired for none of {looked} rows after epoch {epoch}, and what follows is given nothing. ")
        + string.Create(CultureInfo.InvariantCulture,
            $"Lower the Threshold ({network.Spec.Spiking!.Threshold}), show rows for more Steps ({network.Spec.Spiking.Steps}), normalise the layer (BatchNormalization), ")
        + "or lower the learning rate.";
}
