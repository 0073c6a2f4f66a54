using SigProp.Layers;

namespace SigProp.Learning;

/// <summary>Where a group of layers leaves its output for the next one: batches take turns in three buffers, so that the group may write one batch's
/// signal while the next group reads another's and one waits for it, lest both wait whenever one is late.</summary>
/// <param name="last">The group's last stage.</param>
/// <param name="samples">The most rows of h.</param>
/// <param name="targets">The most rows of t.</param>
internal sealed class SignalJoint(Stage last, int samples, int targets)
{
    /// <summary>Batches that a joint holds.</summary>
    public const int Capacity = 3;

    private readonly float[][] _buffers =
    [
        .. Enumerable.Range(0, Capacity).Select(_ => new float[checked((samples * last.OutputWidth) + (targets * last.TargetWidth))]),
    ];

    public long Bytes => sizeof(float) * _buffers.Sum(b => (long)b.Length);

    /// <summary>The signal of step <paramref name="step"/>, counted from 0.</summary>
    public Signal At(long step, int rowsOfH, int rowsOfT)
        => Signal.Over(_buffers[step % Capacity], rowsOfH, last.OutputWidth, rowsOfT, last.TargetWidth);
}
