using SigProp.Data;

namespace SigProp.MLNet;

/// <summary>Standardises features, or scales them to [0, 1]: each by itself, or, of images, each channel. A pixel that is the same in all training images, as borders
/// often are, would by itself be scaled by next to nothing. It is learned from the values as they come, bytes from 0 to 255 or whatever they
/// are, and applied to such.</summary>
internal static class FeatureScaling
{
    /// <summary>Learns from rows of <paramref name="width"/> features, which are images where a shape is given, and are to lie in [0, 1] where the network
    /// needs that; numbers that are no pixels are cut into at most <paramref name="bins"/> pieces, null for as many as suit the rows.</summary>
    public static FeatureEncoding Fit(float[] features, int width, ImageShape? image, bool unitRange, int? bins = 0)
        => unitRange ? RangeScaling.Fit(features, width, PixelsOf(image))
            : image is null ? PiecewiseLinearEncoding.Fit(features, width, bins) : FitChannels(features, image);

    /// <summary>Features that are scaled alike: the pixels of a channel.</summary>
    public static int PixelsOf(ImageShape? image) => image is null ? 1 : image.Height * image.Width;

    private static ChannelScaling FitChannels(float[] features, ImageShape image)
    {
        int area = image.Height * image.Width;
        double count = features.Length / image.Channels;
        double[] means = new double[image.Channels], squares = new double[image.Channels];
        for (int i = 0; i < features.Length; i++)
        {
            means[i / area % image.Channels] += features[i];
        }

        for (int c = 0; c < means.Length; c++)
        {
            means[c] /= count;
        }

        // In two passes: the sum of squares minus the square of the sum loses all digits for a large mean.
        for (int i = 0; i < features.Length; i++)
        {
            double difference = features[i] - means[i / area % image.Channels];
            squares[i / area % image.Channels] += difference * difference;
        }

        return new ChannelScaling(
            image, [.. means.Select(m => (float)m)], [.. squares.Select(s => (float)Math.Sqrt(s / count)).Select(d => d > 0 ? d : 1f)]);
    }
}
