using System.Security.Cryptography;
using SigProp.Data;

namespace SigProp.Tests.Rows;

public sealed class PiecewiseLinearEncodingTests
{
    private static readonly StandardScaling s_plain = new([0f, 0f, 0f, 0f], [1f, 1f, 1f, 1f]);

    [Fact]
    public void A_row_becomes_its_numbers_and_the_pieces_computed_by_hand()
    {
        var scaling = new StandardScaling([1f, 10f, 0.5f, 2f], [2f, 1f, 0.5f, 4f]);
        var encoding = new PiecewiseLinearEncoding([0, 0], [0f, 1f], [1f, 4f], scaling);
        Assert.Equal((2, 4, false), (encoding.RawWidth, encoding.Width, encoding.AcceptsMissing));
        float[] features = new float[12];
        encoding.Encode([-1f, 10f, 3f, 12f, 7f, 9f], features);
        Assert.Equal([-1f, 0f, -1f, -0.25f, 1f, 2f, 1f, 0.25f, 3f, -1f, 1f, 0.5f], features);
    }

    [Fact]
    public void Pieces_lie_between_quantiles_and_equal_values_stay_together()
    {
        // Of 400 rows half are 0 and the others 1 to 200: the second quarter ends where the first number above 0 is.
        float[] rows = [.. Enumerable.Range(0, 400).Select(i => Math.Max(0f, i - 199))];
        var encoding = Assert.IsType<PiecewiseLinearEncoding>(PiecewiseLinearEncoding.Fit(rows, 1, 4));
        Assert.Equal([0f, 1f, 101f], encoding.From);
        Assert.Equal([1f, 101f, 200f], encoding.To);
        Assert.Equal([0, 0, 0], encoding.Sources);
    }

    [Fact]
    public void What_it_learned_from_is_standardised_and_pieces_rise_with_their_number()
    {
        float[] rows = [.. Given.Uniform(3000).Select(v => v * v)];
        FeatureEncoding encoding = PiecewiseLinearEncoding.Fit(rows, 1, 10);
        Assert.Equal(11, encoding.Width);
        Array.Sort(rows);
        float[] features = new float[rows.Length * 11];
        encoding.Encode(rows, features);
        for (int j = 0; j < 11; j++)
        {
            float[] column = [.. Enumerable.Range(0, rows.Length).Select(i => features[(11 * i) + j])];
            Assert.Equal(0, column.Average(v => (double)v), 0.01);
            Assert.Equal(1, column.Average(v => (double)v * v), 0.01);
            Assert.All(column.Zip(column.Skip(1)), pair => Assert.True(pair.First <= pair.Second));
        }
    }

    [Fact]
    public void A_number_of_two_values_gets_a_range_of_one_and_a_constant_one_stays_tame()
    {
        float[] rows = [.. Enumerable.Range(0, 1000).SelectMany(i => new[] { i == 7 ? 1f : 0f, 5f, i % 2 * 100f })];
        var scaling = Assert.IsType<StandardScaling>(PiecewiseLinearEncoding.Fit(rows, 3));
        Assert.Equal([1f, 1f, 100f], scaling.Deviations);
        Assert.Equal([0.001f, 5f, 50f], scaling.Means);
    }

    [Theory]
    [InlineData(10, 100_000, 48)]
    [InlineData(40, 100_000, 12)]
    [InlineData(61, 100_000, 0)]
    [InlineData(10, 1_000, 15)]
    [InlineData(10, 511, 0)]
    [InlineData(10, 1_000_000, 13)]
    [InlineData(0, 1_000, 15)]
    public void By_default_there_are_as_many_pieces_as_numbers_and_rows_allow(int numbers, long rows, int bins)
        => Assert.Equal(bins, PiecewiseLinearSurvey.BinsFor(numbers, rows));

    [Fact]
    public void Images_and_texts_are_not_cut_by_default()
    {
        Assert.IsType<StandardScaling>(PiecewiseLinearEncoding.Fit(Given.Uniform(61 * 1000), 61));
        Assert.IsType<StandardScaling>(PiecewiseLinearEncoding.Fit(Given.Uniform(1025 * 4), 1025));
        Assert.IsType<PiecewiseLinearEncoding>(PiecewiseLinearEncoding.Fit(Given.Uniform(1000), 1));
        Assert.IsType<StandardScaling>(PiecewiseLinearEncoding.Fit(Given.Uniform(1000), 1, 0));
    }

    [Fact]
    public void Of_many_rows_a_sample_gives_nearly_the_same_quantiles()
    {
        float[] rows = Given.Uniform(50_000);
        var encoding = Assert.IsType<PiecewiseLinearEncoding>(PiecewiseLinearEncoding.Fit(rows, 1, 4));
        Array.Sort(rows);
        Assert.Equal(rows[25_000], encoding.To[1], 0.06f);
        Assert.Equal(4, encoding.To.Count);
    }

    [Fact]
    public void Nan_and_infinity_are_handed_on_to_whoever_refuses_them()
    {
        var encoding = new PiecewiseLinearEncoding([0, 0, 0], [0f, 1f, 2f], [1f, 2f, 3f], s_plain);
        float[] features = new float[8];
        encoding.Encode([float.NaN, float.PositiveInfinity], features);
        Assert.All(features[..4], v => Assert.True(float.IsNaN(v)));
        Assert.Equal([float.PositiveInfinity, 1f, 2f, 3f], features[4..]);
    }

    [Fact]
    public void It_comes_back_from_a_file_and_a_damaged_one_is_refused()
    {
        var encoding = new PiecewiseLinearEncoding([0, 1], [0f, 1e-20f], [1f, 3.5f], s_plain);
        var model = new Model(Network.Create(NetworkSpec.Create(4, 2).Dense(3).Build(), 0), ["a", "b"], encoding);
        using var stream = new MemoryStream();
        model.Save(stream);
        stream.Position = 0;
        Assert.Equal(encoding, Model.Load(stream).Encoding);

        // A source that is a piece and no number, under a checksum that is right: the header begins at 88, its length is at 12, its checksum at 24.
        byte[] damaged = stream.ToArray();
        Span<byte> header = damaged.AsSpan(88, BitConverter.ToInt32(damaged, 12));
        header[header.IndexOf("\"sources\":[0,1]"u8) + 13] = (byte)'2';
        SHA256.HashData(header, damaged.AsSpan(24));
        string refused = Assert.Throws<ModelFormatException>(() => Model.Load(new MemoryStream(damaged))).Message;
        Assert.Contains("not one that this program writes", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_encoding_is_refused()
    {
        Assert.Throws<ArgumentException>("From", () => new PiecewiseLinearEncoding([0], [], [1f], s_plain));
        Assert.Throws<ArgumentException>("To", () => new PiecewiseLinearEncoding([0], [1f], [1f], s_plain));
        Assert.Throws<ArgumentException>("To", () => new PiecewiseLinearEncoding([0], [1f], [float.NaN], s_plain));
        Assert.Throws<ArgumentException>("Sources", () => new PiecewiseLinearEncoding([3], [0f], [1f], s_plain));
        Assert.Throws<ArgumentException>("scaling", () => new PiecewiseLinearEncoding([0, 0, 0, 0], [0f, 1f, 2f, 3f], [1f, 2f, 3f, 4f], s_plain));
        Assert.Throws<ArgumentException>("row", () => new PiecewiseLinearSurvey(2, null).Add([1f]));
        Assert.Throws<ArgumentException>("scaling", () => new PiecewiseLinearSurvey(2, null).ToEncoding(s_plain));
        Assert.Throws<ArgumentException>("features", () => new PiecewiseLinearEncoding([0], [0f], [1f], s_plain).Encode([1f, 2f, 3f], new float[3]));
    }
}
