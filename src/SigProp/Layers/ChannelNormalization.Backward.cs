using SigProp.Numerics;

namespace SigProp.Layers;

internal sealed partial class ChannelNormalization
{
    /// <summary>The first half of the way back of h, for some of its rows: dy = dy f'(y) in place; adds sum dy and sum dy xhat to
    /// <see cref="ChannelStatistics.Sums"/>.</summary>
    /// <remarks>The rows are those of the batch from <paramref name="firstRow"/> on. Where dropout has scaled the kept values of y up by
    /// 1 / <paramref name="keep"/>, y is scaled back first.</remarks>
    public void AddSums(ComputeContext context, in MatrixView y, in MatrixView dy, int firstRow, ActivationFunction f, float[] normalized,
        ChannelStatistics statistics, float keep = 1f)
    {
        RequireInvertible(f, normalized);
        AddSums(context, y, dy, f, keep, Source(y, firstRow, f, normalized), statistics, statistics.Sums(_channels));
    }

    /// <summary>The second half, once the sums are those of all <paramref name="totalRows"/> rows: turns dL/dy into dL/dz in place.</summary>
    /// <remarks><paramref name="multiplied"/> says that dy is as the first half left it, multiplied by f'(y), and not computed anew.</remarks>
    public void Apply(ComputeContext context, in MatrixView y, in MatrixView dy, int firstRow, ActivationFunction f, float[] normalized,
        bool multiplied, ChannelStatistics statistics, int totalRows, float keep = 1f)
    {
        RequireInvertible(f, normalized);
        NormalizedRows source = Source(y, firstRow, f, normalized);
        var tiles = new ChannelTiles(dy, _channels);
        ReadOnlySpan<double> sums = statistics.Sums(_channels);
        double count = (double)totalRows * tiles.Positions;

        // dz = scale / deviation (dy - mean(dy) - xhat mean(dy xhat)), and xhat = (w - shift) factor
        for (int c = 0; c < _channels; c++)
        {
            double outer = (double)Scale.Values[c] * statistics.InverseDeviation[c];
            statistics.OfGradient[c] = (float)outer;
            statistics.Constant[c] = (float)(-outer * sums[c] / count);
            statistics.OfValue[c] = (float)(-outer * sums[_channels + c] / count * source.Factor(c));
        }

        context.Workers.Run(tiles.Count, new CombineChannels(tiles, y, dy, f, keep, multiplied, source, statistics));
    }

    /// <summary>The way back of t, whole: dL/dy becomes dL/dz in place, its statistics being constants; adds to
    /// <see cref="ChannelStatistics.TargetSums"/>, which count for scale and shift alone.</summary>
    /// <remarks><paramref name="normalized"/> may be empty for ReLU, too: where xhat is lost there is no gradient.</remarks>
    public void BackTargets(ComputeContext context, in MatrixView y, in MatrixView dy, int firstRow, ActivationFunction f,
        float[] normalized, ChannelStatistics statistics)
    {
        if (f.Kind == Activation.Tanh)
        {
            RequireInvertible(f, normalized);
        }

        NormalizedRows source = Source(y, firstRow, f, normalized);
        AddSums(context, y, dy, f, 1f, source, statistics, statistics.TargetSums(_channels));

        // dz = scale / sqrt(running variance + eps) dy
        for (int c = 0; c < _channels; c++)
        {
            statistics.OfGradient[c] = Scale.Values[c] / MathF.Sqrt(RunningVariance.Values[c] + Epsilon);
        }

        statistics.Constant.AsSpan(0, _channels).Clear();
        statistics.OfValue.AsSpan(0, _channels).Clear();
        var tiles = new ChannelTiles(dy, _channels);
        context.Workers.Run(tiles.Count, new CombineChannels(tiles, y, dy, f, 1f, true, source, statistics));
    }

    /// <summary>dscale = sum dy xhat and dshift = sum dy, over both streams.</summary>
    public void WriteGradients(ChannelStatistics statistics, Span<float> scaleGradient, Span<float> shiftGradient)
    {
        ReadOnlySpan<double> sums = statistics.Sums(_channels), targetSums = statistics.TargetSums(_channels);
        for (int c = 0; c < _channels; c++)
        {
            shiftGradient[c] = (float)(sums[c] + targetSums[c]);
            scaleGradient[c] = (float)(sums[_channels + c] + targetSums[_channels + c]);
        }
    }

    private void AddSums(ComputeContext context, in MatrixView y, in MatrixView dy, ActivationFunction f, float keep,
        in NormalizedRows source, ChannelStatistics statistics, Span<double> sums)
    {
        var tiles = new ChannelTiles(dy, _channels);
        context.Workers.Run(tiles.Count, new SumChannels(tiles, y, dy, f, keep, source, statistics.Pieces(tiles)));
        statistics.AddPieces(tiles, sums);
    }

    private NormalizedRows Source(in MatrixView y, int firstRow, ActivationFunction f, float[] normalized)
        => normalized.Length == 0
            ? NormalizedRows.FromOutput(y, f, Scale, Shift)
            : NormalizedRows.Stored(StoredRows(normalized, firstRow, y));

    private static void RequireInvertible(ActivationFunction f, float[] normalized)
    {
        if (normalized.Length == 0 && !IsInvertible(f))
        {
            throw new ArgumentException($"The normalised values must be stored: they cannot be recovered from the output of {f.Kind}.",
                nameof(normalized));
        }
    }
}
