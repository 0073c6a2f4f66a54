using System.Text.Json;
using SigProp.Data;
using SigProp.Persistence;

namespace SigProp.Tests.Rows;

public sealed class ChannelScalingTests
{
    [Fact]
    public void Each_channel_of_the_rows_learned_from_has_mean_0_and_deviation_1()
    {
        CifarImages images = Images(4);
        int[] rows = [0, 1, 3];
        ChannelScaling scaling = ChannelScaling.Fit(images, rows);
        float[] features = scaling.Encode(images, rows);
        Assert.Equal(3 * scaling.Width, features.Length);
        for (int c = 0; c < 3; c++)
        {
            double[] values = [.. features.Where((_, i) => i / 1024 % 3 == c).Select(v => (double)v)];
            Assert.Equal(0, values.Average(), 1e-5);
            Assert.Equal(c == 2 ? 0 : 1, values.Average(v => v * v), 1e-4);
        }

        Assert.Equal(1f, scaling.Deviations[2]);
        Assert.Equal(features, ChannelScaling.Fit(images, [3, 1, 0]).Encode(images, rows));
    }

    [Fact]
    public void Images_and_their_bytes_by_255_become_the_same_features()
    {
        CifarImages images = Images(2);
        ChannelScaling scaling = ChannelScaling.Fit(images, [0, 1]);
        float[] features = [.. Enumerable.Range(0, 2 * 3072).Select(i => images[1 - (i / 3072)][i % 3072] / 255f)];
        scaling.Apply(features);
        Assert.Equal(features, scaling.Encode(images, [1, 0]));
        Assert.Equal(((images[1][5] / 255f) - scaling.Means[0]) / scaling.Deviations[0], features[5]);
    }

    [Fact]
    public void Any_features_can_be_standardised_by_channel()
    {
        var scaling = new ChannelScaling(new ImageShape(2, 1, 3), [1, -1], [2, 0.5f]);
        float[] features = [1, 3, 5, -1, 0, 1, -1, 1, 1, -1, -1, -1];
        scaling.Apply(features);
        Assert.Equal([0, 1, 2, 0, 2, 4, -1, 0, 0, 0, 0, 0], features);
        Assert.Throws<ArgumentException>("features", () => scaling.Apply(new float[7]));
    }

    [Fact]
    public void It_is_saved_as_channels()
    {
        var scaling = new ChannelScaling(new ImageShape(2, 4, 3), [0.25f, -1], [2, 0.5f]);
        string json = JsonSerializer.Serialize(scaling, ModelJson.Default.InputEncoding);
        Assert.StartsWith("""{"kind":"channels","shape":{"channels":2,"height":4,"width":3},"means":[0.25,-1]""", json);
        ChannelScaling read = Assert.IsType<ChannelScaling>(JsonSerializer.Deserialize(json, ModelJson.Default.InputEncoding));
        Assert.Equal(scaling.Shape, read.Shape);
        Assert.Equal(scaling.Means, read.Means);
        Assert.Equal(scaling.Deviations, read.Deviations);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentException>("Means", () => new ChannelScaling(new ImageShape(2, 1, 1), [1], [1, 1]));
        Assert.Throws<ArgumentException>("Deviations", () => new ChannelScaling(new ImageShape(2, 1, 1), [1, 1], [1, 0]));
        Assert.Throws<ArgumentException>("Means", () => new ChannelScaling(new ImageShape(1, 1, 1), [float.NaN], [1]));
        Assert.Contains("Shape is 1 x 0 x 1; channels, height and width must each be at least 1",
            Assert.Throws<ArgumentException>("shape", () => new ChannelScaling(new ImageShape(1, 0, 1), [1], [1])).Message);
        Assert.Contains("one array can hold",
            Assert.Throws<ArgumentException>("shape", () => new ChannelScaling(new ImageShape(1, 1 << 20, 1 << 20), [1], [1])).Message);
        Assert.Throws<ArgumentException>("rows", () => ChannelScaling.Fit(Images(1), []));
        var other = new ChannelScaling(new ImageShape(3, 28, 28), [1, 1, 1], [1, 1, 1]);
        Assert.Contains("holds images of 3 x 32 x 32; the model takes 3 x 28 x 28",
            Assert.Throws<DataFormatException>(() => other.Encode(Images(1), [0])).Message);
    }

    // The third channel is constant.
    private static CifarImages Images(int count)
    {
        var random = new Random(count);
        byte[] records = new byte[count * 3073];
        random.NextBytes(records);
        for (int i = 0; i < count; i++)
        {
            records[i * 3073] = (byte)(i % 10);
            records.AsSpan((i * 3073) + 1 + 2048, 1024).Fill(77);
        }

        return CifarFile.Read(new MemoryStream(records), "images.bin");
    }
}
