using SigProp.Layers;
using SigProp.Numerics;
using SigProp.Spiking;

namespace SigProp.Training;

/// <summary>Runs rows through a spiking network and counts its spikes.</summary>
internal sealed class SpikeCounter
{
    private readonly Network _network;
    private readonly Inference _inference;
    private readonly int _steps;
    private readonly int[][] _fanOut;
    private readonly long[][] _ofSteps;
    private readonly long[][] _ofNeurons;
    private readonly double[] _operations;

    public SpikeCounter(Network network, ComputeContext context)
    {
        _network = network;
        _inference = new Inference(network, context);
        _steps = network.Spec.Spiking!.Steps;
        SpikingLayer[] layers = [.. network.Layers.Cast<SpikingLayer>()];
        _fanOut = [.. layers.Select(FanOut)];
        _ofSteps = [.. layers.Select(_ => new long[_steps])];
        _ofNeurons = [.. layers.Select(l => new long[l.Inner.OutputWidth])];
        _operations = new double[layers.Length + 1];
    }

    /// <summary>Rows counted.</summary>
    public long Rows { get; private set; }

    /// <summary>The most rows of a block.</summary>
    public int MaxRows => _inference.MaxRows;

    /// <summary>Spikes of each layer at each step.</summary>
    public IReadOnlyList<long[]> OfSteps => _ofSteps;

    /// <summary>Spikes of each layer's neurons.</summary>
    public IReadOnlyList<long[]> OfNeurons => _ofNeurons;

    /// <summary>For each layer, and last for the head, what its input spikes had to reach: one addition each.</summary>
    public IReadOnlyList<double> Operations => _operations;

    /// <summary>How many weights each input of a layer meets, summed: the multiplications of its affine map, once.</summary>
    public long MultiplyAdds(int layer) => layer < _fanOut.Length
        ? _fanOut[layer].Sum(f => (long)f)
        : (long)_network.LastWidth * _network.Spec.HeadOutputs;

    /// <summary>Counts at most <see cref="MaxRows"/> rows.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="rows">How many.</param>
    /// <param name="record">Told of each layer's voltages, [rows, steps x width], before they become spikes; may be null.</param>
    public void Count(ReadOnlySpan<float> features, int rows, Action<int, MatrixView>? record = null)
    {
        Rows += rows;
        Signal signal = _inference.Load(features, rows);
        int layer = 0;
        foreach (Stage stage in _network.Stages)
        {
            Signal next = _inference.Forward(signal, stage);
            if (stage is SpikingLayer spiking)
            {
                // Only now is the input what the stage before has handed on: spikes.
                _operations[layer] += OperationsOf(signal.H, layer);
                CountSpikes(next.H, spiking.Threshold, layer);
                record?.Invoke(layer, next.H);
                layer++;
            }
            else if (stage is MeanOverSteps && !_network.Head.NeedsTargets)
            {
                _operations[layer] += (double)_network.Spec.HeadOutputs * Events(signal.H);
            }

            signal = next;
        }
    }

    private static int[] FanOut(SpikingLayer layer)
    {
        int[] fanOut = new int[layer.Inner.InputWidth];
        layer.Inner.CountFanOut(fanOut);
        return fanOut;
    }

    private void CountSpikes(in MatrixView voltages, float threshold, int layer)
    {
        long[] ofNeurons = _ofNeurons[layer];
        for (int i = 0; i < voltages.Rows; i++)
        {
            ReadOnlySpan<float> row = voltages.Row(i);
            for (int s = 0; s < _steps; s++)
            {
                ReadOnlySpan<float> step = row.Slice(s * ofNeurons.Length, ofNeurons.Length);
                long fired = 0;
                for (int j = 0; j < step.Length; j++)
                {
                    int spike = step[j] >= threshold ? 1 : 0;
                    ofNeurons[j] += spike;
                    fired += spike;
                }

                _ofSteps[layer][s] += fired;
            }
        }
    }

    private static long Events(in MatrixView spikes)
    {
        long events = 0;
        foreach (float value in spikes.Elements)
        {
            events += value != 0 ? 1 : 0;
        }

        return events;
    }

    private double OperationsOf(in MatrixView input, int layer)
    {
        int[] fanOut = _fanOut[layer];
        long operations = 0;
        for (int i = 0; i < input.Rows; i++)
        {
            ReadOnlySpan<float> values = input.Row(i);
            for (int at = 0; at < values.Length; at += fanOut.Length)
            {
                for (int j = 0; j < fanOut.Length; j++)
                {
                    operations += values[at + j] != 0 ? fanOut[j] : 0;
                }
            }
        }

        return operations;
    }
}
