using SigProp.Numerics;

namespace SigProp.Learning;

/// <summary>The memory in which signals and their gradients travel, allocated once.</summary>
internal sealed class SignalBuffers
{
    private readonly float[][] _outputs;
    private readonly float[][] _gradients;
    private readonly float[] _scores;
    private readonly int _targets;
    private readonly int _classes;

    /// <param name="batchSize">The most samples.</param>
    /// <param name="classes">The classes, each with a score; and with a target, unless <paramref name="targets"/> is false.</param>
    /// <param name="width">The widest layer.</param>
    /// <param name="outputs">How many output buffers take turns: 2 for signal propagation, one a layer for backpropagation.</param>
    /// <param name="gradients">How many gradient buffers there are.</param>
    /// <param name="targets">Whether targets travel too.</param>
    public SignalBuffers(int batchSize, int classes, int width, int outputs, int gradients, bool targets = true)
    {
        _classes = classes;
        _targets = targets ? classes : 0;
        int length = checked((batchSize + _targets) * width);
        _outputs = [.. Enumerable.Range(0, outputs).Select(_ => new float[length])];
        _gradients = [.. Enumerable.Range(0, gradients).Select(_ => new float[length])];
        _scores = new float[checked(batchSize * classes)];
    }

    public long Bytes => sizeof(float) * (_outputs.Sum(b => (long)b.Length) + _gradients.Sum(b => (long)b.Length) + _scores.Length);

    /// <summary>The output of layer <paramref name="layer"/>, from 0; buffers take turns.</summary>
    public Signal Output(int layer, int samples, int width) => new(_outputs[layer % _outputs.Length], samples, _targets, width);

    /// <summary>Gradient buffer <paramref name="index"/>; they take turns.</summary>
    public Signal Gradient(int index, int samples, int width) => new(_gradients[index % _gradients.Length], samples, _targets, width);

    /// <summary>One score a sample and class.</summary>
    public MatrixView Scores(int samples) => new(_scores, samples, _classes);
}
