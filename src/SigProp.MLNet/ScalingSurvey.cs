using System.Numerics.Tensors;
using Microsoft.ML.Data;
using SigProp.Data;

namespace SigProp.MLNet;

/// <summary>Learns how features are standardised, or scaled to [0, 1], from rows one by one: each by itself, or, of images, each channel.</summary>
/// <param name="width">Features a row.</param>
/// <param name="image">The images' shape; null where they are no images.</param>
/// <param name="unitRange">Whether features are to lie in [0, 1].</param>
/// <param name="bins">Pieces into which numbers that are no pixels are cut, at most; null for as many as suit the rows.</param>
internal sealed class ScalingSurvey(int width, ImageShape? image, bool unitRange, int? bins = 0)
{
    private readonly PiecewiseLinearSurvey? _pieces = unitRange || image is not null ? null : new PiecewiseLinearSurvey(width, bins);
    private readonly float[] _row = new float[width];
    private readonly float[] _least = [.. Enumerable.Repeat(float.PositiveInfinity, width)];
    private readonly float[] _largest = [.. Enumerable.Repeat(float.NegativeInfinity, width)];
    private readonly double[] _means = new double[width];
    private readonly double[] _squares = new double[width];
    private long _count;

    public void Add(in VBuffer<float> features)
    {
        features.CopyTo(_row);
        TensorPrimitives.Min(_least, _row, _least);
        TensorPrimitives.Max(_largest, _row, _largest);
        _pieces?.Add(_row);
        double n = ++_count;
        for (int j = 0; j < _row.Length; j++)
        {
            // Mean and sum of squares about it, as numbers come (Welford 1962).
            double difference = _row[j] - _means[j];
            _means[j] += difference / n;
            _squares[j] += difference * (_row[j] - _means[j]);
        }
    }

    public FeatureEncoding Encoding() => unitRange ? RangeScaling.Between(_least, _largest, FeatureScaling.PixelsOf(image))
        : image is not null ? Channels(image)
        : _pieces!.ToEncoding(new StandardScaling([.. _means.Select(m => (float)m)], [.. _squares.Select(s => Deviation(s / _count))]));

    // The squares of a channel about its own mean: those of its pixels about theirs, and those of these means about the channel's.
    private ChannelScaling Channels(ImageShape shape)
    {
        int area = shape.Height * shape.Width;
        float[] means = new float[shape.Channels], deviations = new float[shape.Channels];
        for (int c = 0; c < means.Length; c++)
        {
            ReadOnlySpan<double> pixels = _means.AsSpan(c * area, area);
            double mean = 0, squares = 0;
            foreach (double pixel in pixels)
            {
                mean += pixel / area;
            }

            for (int i = 0; i < area; i++)
            {
                squares += (_squares[(c * area) + i] / _count) + ((pixels[i] - mean) * (pixels[i] - mean));
            }

            (means[c], deviations[c]) = ((float)mean, Deviation(squares / area));
        }

        return new ChannelScaling(shape, means, deviations);
    }

    private static float Deviation(double variance) => (float)Math.Sqrt(variance) is > 0 and float deviation ? deviation : 1f;
}
