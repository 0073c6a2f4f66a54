using System.Runtime.CompilerServices;

namespace SigProp.Layers;

/// <summary>What the layers of a convolutional network keep of a batch for each channel between the forward pass and the way back,
/// and their scratch for sums. Signal propagation shares one between all layers.</summary>
internal sealed class ChannelStatistics
{
    private readonly double[] _moments;
    private readonly double[] _sums;
    private readonly double[] _targetSums;
    private double[] _pieces = [];

    public ChannelStatistics(int mostChannels)
    {
        Mean = new float[mostChannels];
        InverseDeviation = new float[mostChannels];
        OfGradient = new float[mostChannels];
        Constant = new float[mostChannels];
        OfValue = new float[mostChannels];
        _moments = new double[2 * mostChannels];
        _sums = new double[2 * mostChannels];
        _targetSums = new double[2 * mostChannels];
    }

    /// <summary>The mean of the batch of h.</summary>
    public float[] Mean { get; }

    /// <summary>1 / sqrt(variance + eps) of the batch of h.</summary>
    public float[] InverseDeviation { get; }

    /// <summary>a of dz = a dy + b + c (w - shift); see <see cref="CombineChannels"/>.</summary>
    public float[] OfGradient { get; }

    /// <summary>b of dz = a dy + b + c (w - shift).</summary>
    public float[] Constant { get; }

    /// <summary>c of dz = a dy + b + c (w - shift).</summary>
    public float[] OfValue { get; }

    public long Bytes => (5L * sizeof(float) * Mean.Length) + (sizeof(double) * ((6L * Mean.Length) + _pieces.Length));

    /// <summary>Of h: sum dy of each channel, then sum dy xhat of each channel.</summary>
    public Span<double> Sums(int channels) => _sums.AsSpan(0, 2 * channels);

    /// <summary>The same of t.</summary>
    public Span<double> TargetSums(int channels) => _targetSums.AsSpan(0, 2 * channels);

    /// <summary>Sets the sums of both streams to 0: before the first rows of a way back.</summary>
    public void ClearSums()
    {
        _sums.AsSpan().Clear();
        _targetSums.AsSpan().Clear();
    }

    /// <summary>Scratch for two numbers a piece and channel, [pieces, 2, channels].</summary>
    public double[] Pieces(in ChannelTiles tiles)
    {
        int length = checked(tiles.Pieces * 2 * tiles.Channels);
        if (_pieces.Length < length)
        {
            _pieces = new double[length];
        }

        return _pieces;
    }

    /// <summary>Adds up the pieces, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddPieces(in ChannelTiles tiles, Span<double> sums)
    {
        for (int piece = 0; piece < tiles.Pieces; piece++)
        {
            ReadOnlySpan<double> part = _pieces.AsSpan(piece * sums.Length, sums.Length);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += part[i];
            }
        }
    }

    /// <summary>Joins the pieces' means and sums of squared deviations, in their order (Chan, Golub and LeVeque 1979):
    /// mean += delta n' / (n + n'), M2 += M2' + delta^2 n n' / (n + n'), delta = mean' - mean.</summary>
    /// <returns>The means of the channels, then M2 of the channels.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<double> JoinPieces(in ChannelTiles tiles)
    {
        int channels = tiles.Channels;
        Span<double> mean = _moments.AsSpan(0, channels), squares = _moments.AsSpan(channels, channels);
        _pieces.AsSpan(0, 2 * channels).CopyTo(_moments);
        double count = tiles.ValuesInPiece(0);
        for (int piece = 1; piece < tiles.Pieces; piece++)
        {
            ReadOnlySpan<double> otherMean = _pieces.AsSpan(piece * 2 * channels, channels);
            ReadOnlySpan<double> otherSquares = _pieces.AsSpan(((piece * 2) + 1) * channels, channels);
            double added = tiles.ValuesInPiece(piece), share = added / (count + added), weight = count * share;
            for (int c = 0; c < channels; c++)
            {
                double delta = otherMean[c] - mean[c];
                mean[c] += delta * share;
                squares[c] += otherSquares[c] + (delta * delta * weight);
            }

            count += added;
        }

        return _moments.AsSpan(0, 2 * channels);
    }
}
