using SigProp.Continuous;
using SigProp.Layers;
using SigProp.Spiking;

namespace SigProp;

internal sealed partial class Inference
{
    /// <summary>Writes what a layer, from 0, gives for at most <see cref="MaxRows"/> rows: its outputs, the mean spikes of its neurons, or their settled
    /// states. The stages after it do not run.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="rows">How many.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="embeddings">Takes a row of <see cref="Network.EmbeddingWidth"/> values for each.</param>
    public void Embed(ReadOnlySpan<float> features, int rows, int layer, Span<float> embeddings)
    {
        if (_network.Coupled is CoupledStates coupled)
        {
            SettleFree(coupled, features, rows).Free(layer, rows).Elements.CopyTo(embeddings);
            return;
        }

        Layer last = _network.Layers[layer];
        Signal signal = Load(features, rows);
        for (int i = 0; ; i++)
        {
            signal = Forward(signal, _network.Stages[i]);
            if (ReferenceEquals(_network.Stages[i], last))
            {
                break;
            }
        }

        if (last is not SpikingLayer)
        {
            signal.H.Elements.CopyTo(embeddings);
            return;
        }

        // What the layer has left are voltages; what it hands on are spikes.
        _last = null;
        last.HandOn(_context, signal, null);
        int width = embeddings.Length / rows;
        for (int i = 0; i < rows; i++)
        {
            MeanOverSteps.Mean(signal.H.Row(i), embeddings.Slice(i * width, width));
        }
    }
}
