using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>Batch normalisation of maps (Ioffe and Szegedy 2015, section 3.2), a mean and a variance for each channel over samples and
/// positions, together with the activation that follows it. Takes its statistics from h alone; t is normalised as in inference, with
/// the running statistics after this batch of h has entered them, held constant (section III-D).</summary>
/// <remarks>
/// <para>Maps are rows [channels, positions], one sample a row. All is done in place and in as few passes over the memory as can be:
/// two forward, one for the statistics and one for the rest, and two back.</para>
/// <para>Where <see cref="IsInvertible"/> says so the way back recovers the normalised values from the output, before dropout; then
/// <c>normalized</c> is empty. Otherwise they are stored there, [rows, channels x positions].</para>
/// </remarks>
internal sealed partial class ChannelNormalization
{
    /// <summary>running = (1 - momentum) running + momentum batch.</summary>
    private const float Momentum = 0.1f;
    private const float Epsilon = 1e-5f;

    private readonly int _channels;
    private readonly float[] _runningInverse;

    public ChannelNormalization(string name, int channels)
    {
        _channels = channels;
        _runningInverse = new float[channels];
        Scale = new Parameter($"{name}.normalization.scale", 1, channels, isWeight: false);
        Shift = new Parameter($"{name}.normalization.shift", 1, channels, isWeight: false);
        RunningMean = new Parameter($"{name}.normalization.mean", 1, channels, isWeight: false);
        RunningVariance = new Parameter($"{name}.normalization.variance", 1, channels, isWeight: false) { Least = 0 };
        Initialize();
    }

    public Parameter Scale { get; }

    public Parameter Shift { get; }

    public Parameter RunningMean { get; }

    public Parameter RunningVariance { get; }

    /// <summary>Whether xhat can be recovered from y = f(scale xhat + shift).</summary>
    public static bool IsInvertible(ActivationFunction f)
        => f.Kind == Activation.Identity || (f.Kind == Activation.LeakyReLU && f.Slope > 0);

    public void Initialize()
    {
        Scale.Values.Fill(1f);
        Shift.Values.Clear();
        RunningMean.Values.Clear();
        RunningVariance.Values.Fill(1f);
    }

    /// <summary>y = f(scale (z - mean) / sqrt(variance + eps) + shift), in place, with the running statistics: either stream in
    /// inference, t in training. Rows of a <paramref name="normalized"/> that is not empty, from <paramref name="firstRow"/> on, keep xhat.</summary>
    public void Infer(ComputeContext context, in MatrixView z, ActivationFunction f, int firstRow = 0, float[]? normalized = null)
    {
        for (int c = 0; c < _channels; c++)
        {
            _runningInverse[c] = 1f / MathF.Sqrt(RunningVariance.Values[c] + Epsilon);
        }

        Normalize(context, z, f, RunningMean.View.Array, _runningInverse, firstRow, normalized ?? []);
    }

    /// <summary>The same with the statistics of the batch, which enter the running ones; h in training.</summary>
    public void Forward(ComputeContext context, in MatrixView z, ActivationFunction f, ChannelStatistics statistics, float[] normalized)
    {
        var tiles = new ChannelTiles(z, _channels);
        context.Workers.Run(tiles.Count, new MeasureChannels(tiles, z, statistics.Pieces(tiles)));
        ReadOnlySpan<double> moments = statistics.JoinPieces(tiles);

        // One value has no variance to tell. The running variance is the unbiased one, the batch's own the biased one.
        double count = (double)z.Rows * tiles.Positions, unbiased = 1 / Math.Max(1, count - 1);
        float varianceMomentum = count > 1 ? Momentum : 0f;
        for (int c = 0; c < _channels; c++)
        {
            float mean = (float)moments[c];
            double squares = moments[_channels + c];
            RunningMean.Values[c] += Momentum * (mean - RunningMean.Values[c]);
            RunningVariance.Values[c] += varianceMomentum * ((float)(squares * unbiased) - RunningVariance.Values[c]);
            statistics.Mean[c] = mean;
            statistics.InverseDeviation[c] = (float)(1 / Math.Sqrt((squares / count) + Epsilon));
        }

        Normalize(context, z, f, statistics.Mean, statistics.InverseDeviation, 0, normalized);
    }

    /// <summary>What <see cref="Forward"/> made of some of its rows, once more from z; the running statistics stay as they are.</summary>
    public void Repeat(ComputeContext context, in MatrixView z, ActivationFunction f, ChannelStatistics statistics)
        => Normalize(context, z, f, statistics.Mean, statistics.InverseDeviation, 0, []);

    private void Normalize(ComputeContext context, in MatrixView z, ActivationFunction f, float[] mean, float[] inverse, int firstRow,
        float[] normalized)
    {
        var tiles = new ChannelTiles(z, _channels);
        MatrixView stored = normalized.Length == 0 ? default : StoredRows(normalized, firstRow, z);
        context.Workers.Run(tiles.Count,
            new NormalizeChannels(tiles, z, stored, f, mean, inverse, Scale.View.Array, Shift.View.Array));
    }

    private static MatrixView StoredRows(float[] normalized, int firstRow, in MatrixView rows)
        => new(normalized, firstRow * rows.Columns, rows.Rows, rows.Columns, rows.Columns);
}
