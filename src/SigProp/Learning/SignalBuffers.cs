using SigProp.Layers;
using SigProp.Numerics;

namespace SigProp.Learning;

/// <summary>The memory in which signals travel, allocated once: two buffers that take turns, as signal propagation needs, or one for each stage,
/// as backpropagation does.</summary>
internal sealed class SignalBuffers
{
    private readonly Network _network;
    private readonly float[][] _outputs;

    private SignalBuffers(Network network, Range stages, int samples, int targets, int buffers)
    {
        _network = network;
        int[] lengths = new int[buffers];
        for (int i = stages.Start.Value; i < stages.End.Value; i++)
        {
            Stage stage = network.Stages[i];
            int length = checked((samples * stage.OutputWidth) + (targets * stage.TargetWidth));
            lengths[i % buffers] = Math.Max(lengths[i % buffers], length);
        }

        _outputs = [.. lengths.Select(length => new float[length])];
    }

    public long Bytes => sizeof(float) * _outputs.Sum(b => (long)b.Length);

    /// <summary>Two buffers that take turns, whatever the depth.</summary>
    /// <param name="network">The network.</param>
    /// <param name="samples">The most rows of h.</param>
    /// <param name="targets">The most rows of t.</param>
    public static SignalBuffers Alternating(Network network, int samples, int targets)
        => Alternating(network, ..network.Stages.Count, samples, targets);

    /// <summary>The same for some of the stages, counted from the first.</summary>
    public static SignalBuffers Alternating(Network network, Range stages, int samples, int targets) => new(network, stages, samples, targets, 2);

    /// <summary>A buffer for each stage, to be read again on the way back.</summary>
    public static SignalBuffers Kept(Network network, int samples) => new(network, ..network.Stages.Count, samples, 0, network.Stages.Count);

    /// <summary>So many buffers that take turns, for rules that read a few outputs again.</summary>
    public static SignalBuffers Rotating(Network network, int samples, int buffers) => new(network, ..network.Stages.Count, samples, 0, buffers);

    /// <summary>Where stage <paramref name="stage"/>, from 0, writes.</summary>
    public Signal Output(int stage, int samples, int targets)
        => Signal.Over(_outputs[stage % _outputs.Length], samples, _network.Stages[stage].OutputWidth, targets, _network.Stages[stage].TargetWidth);

    /// <summary>Without targets.</summary>
    public Signal Output(int stage, int samples)
        => new(new MatrixView(_outputs[stage % _outputs.Length], samples, _network.Stages[stage].OutputWidth), default);
}
