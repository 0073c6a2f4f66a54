using System.Numerics.Tensors;
using System.Text.Json.Serialization;

namespace SigProp.Data;

/// <summary>Standardises each channel of images: (x - mean) / deviation, with the channel's mean and standard deviation over all pixels of the
/// training images; bytes are first scaled from 0 ... 255 to 0 ... 1.</summary>
/// <param name="Shape">Channels, height and width.</param>
/// <param name="Means">The mean of each channel.</param>
/// <param name="Deviations">The standard deviation of each channel, above 0; 1 for a channel that is constant.</param>
/// <exception cref="ArgumentException">The shape is not possible, or there is not a mean and a deviation for each channel, or one is not finite,
/// or a deviation is not above 0.</exception>
public sealed record ChannelScaling(ImageShape Shape, IReadOnlyList<float> Means, IReadOnlyList<float> Deviations) : FeatureEncoding
{
    private const float Largest = 255f;

    /// <summary>Channels, height and width.</summary>
    public ImageShape Shape { get; } = Possible(Shape);

    /// <summary>The mean of each channel.</summary>
    public IReadOnlyList<float> Means { get; } = Copy(Means, Shape.Channels, float.MinValue, nameof(Means));

    /// <summary>The standard deviation of each channel, above 0; 1 for a channel that is constant.</summary>
    public IReadOnlyList<float> Deviations { get; } = Copy(Deviations, Shape.Channels, float.Epsilon, nameof(Deviations));

    /// <inheritdoc/>
    [JsonIgnore]
    public override int Width => Shape.Size;

    /// <inheritdoc/>
    [JsonIgnore]
    public override int RawWidth => Width;

    /// <summary>Learns from the images named.</summary>
    /// <param name="images">The images.</param>
    /// <param name="rows">Which to learn from, at least one.</param>
    /// <exception cref="ArgumentException">No image is named.</exception>
    public static ChannelScaling Fit(CifarImages images, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (rows.IsEmpty)
        {
            throw new ArgumentException("There are no images to learn from.", nameof(rows));
        }

        int channels = images.Channels, area = images.Height * images.Width;
        long[] counts = new long[channels * 256];
        foreach (int row in rows)
        {
            ReadOnlySpan<byte> pixels = images[row];
            for (int i = 0; i < pixels.Length; i++)
            {
                counts[(i / area * 256) + pixels[i]]++;
            }
        }

        // From how often each byte occurs: exact, and the same whatever the order of the rows.
        float[] means = new float[channels], deviations = new float[channels];
        double total = (double)rows.Length * area;
        for (int c = 0; c < channels; c++)
        {
            double mean = 0, squares = 0;
            for (int value = 0; value < 256; value++)
            {
                mean += counts[(c * 256) + value] * (double)value;
            }

            mean /= total;
            for (int value = 0; value < 256; value++)
            {
                squares += counts[(c * 256) + value] * (value - mean) * (value - mean);
            }

            means[c] = (float)(mean / Largest);
            deviations[c] = squares > 0 ? (float)(Math.Sqrt(squares / total) / Largest) : 1f;
        }

        return new ChannelScaling(images.Shape, means, deviations);
    }

    /// <summary>The features of the images named, one row of <see cref="Width"/> after the other.</summary>
    /// <param name="images">The images.</param>
    /// <param name="rows">Which, in order.</param>
    /// <exception cref="DataFormatException">The images are of another shape.</exception>
    public float[] Encode(CifarImages images, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Shape != Shape)
        {
            throw new DataFormatException($"{images.Name} holds images of {images.Shape}; the model takes {Shape}.");
        }

        float[] features = new float[checked(rows.Length * Width)];
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<byte> pixels = images[rows[i]];
            Span<float> row = features.AsSpan(i * Width, Width);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = pixels[j] / Largest;
            }
        }

        Apply(features);
        return features;
    }

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<float> raw, Span<float> features)
    {
        CheckRows(raw, features);
        raw.CopyTo(features);
        Apply(features);
    }

    /// <summary>Standardises rows of features in place, whatever their range; bytes would first be divided by 255.</summary>
    /// <exception cref="ArgumentException">The length is not a whole number of rows.</exception>
    public void Apply(Span<float> features)
    {
        if (features.Length % Width != 0)
        {
            throw new ArgumentException($"{features.Length} values are not a whole number of images of {Shape}.", nameof(features));
        }

        int area = Shape.Height * Shape.Width;
        for (int start = 0, c = 0; start < features.Length; start += area, c = (c + 1) % Shape.Channels)
        {
            Span<float> channel = features.Slice(start, area);
            TensorPrimitives.Subtract(channel, Means[c], channel);
            TensorPrimitives.Divide(channel, Deviations[c], channel);
        }
    }

    private static ImageShape Possible(ImageShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        List<string> errors = [];
        shape.Validate("Shape", errors);
        return errors.Count == 0 ? shape : throw new ArgumentException(errors[0], nameof(shape));
    }

    // A copy: what is standardised with must not change later.
    private static float[] Copy(IReadOnlyList<float>? values, int channels, float least, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        if (values.Count != channels)
        {
            throw new ArgumentException($"{values.Count} {name} do not go with {channels} channels.", name);
        }

        foreach (float value in values)
        {
            if (!(value >= least && float.IsFinite(value)))
            {
                throw new ArgumentException($"The {name} hold {value}; each must be finite{(least > 0 ? " and above 0" : "")}.", name);
            }
        }

        return [.. values];
    }
}
