using System.Text.Json;
using SigProp.Data;
using SigProp.Persistence;
using SigProp.Tests.Persistence;

namespace SigProp.Tests.Rows;

public sealed class MissingValueImputationTests
{
    private const float None = float.NaN;

    private static readonly float[] s_rows = [None, 4, 7, None, 3, None, None, None, 5, 4, 8, None];

    [Fact]
    public void A_gap_becomes_the_mean_of_the_rows_that_have_the_feature()
    {
        MissingValueImputation imputation = MissingValueImputation.Fit(s_rows, 4);

        Assert.Equal([4f, 4, 7.5f, 0], imputation.Means);
        Assert.Equal([0, 1, 2], imputation.Indicators);
        Assert.Equal((4, 7, true), (imputation.RawWidth, imputation.Width, imputation.AcceptsMissing));
        Assert.Equal([4, 4, 7, 0, 1, 0, 0, 3, 4, 7.5f, 0, 0, 1, 1, 5, 4, 8, 0, 0, 0, 0], Encoded(imputation, s_rows));
    }

    [Fact]
    public void Without_indicators_rows_keep_their_width_and_may_be_encoded_in_place()
    {
        MissingValueImputation imputation = MissingValueImputation.Fit(s_rows, 4, hasIndicators: false);
        float[] rows = [.. s_rows];

        imputation.Encode(rows, rows);

        Assert.Equal(4, imputation.Width);
        Assert.Equal([4f, 4, 7, 0, 3, 4, 7.5f, 0, 5, 4, 8, 0], rows);
        Assert.Throws<ArgumentException>("features", () => imputation.Encode(s_rows, new float[11]));
        Assert.Throws<ArgumentException>("rows", () => imputation.Fill(new float[6]));
    }

    [Fact]
    public void What_comes_after_it_is_given_rows_without_gaps()
    {
        var scaling = new StandardScaling([4, 0, 0, 1], [2, 1, 10, 1]);
        MissingValueImputation imputation = MissingValueImputation.Fit(s_rows, 4) with { Inner = scaling };

        Assert.Equal([0, 4, 0.7f, -1, 1, 0, 0], Encoded(imputation, s_rows[..4]));
        Assert.Equal([0, 4, float.PositiveInfinity, -1, 1, 1, 0], Encoded(imputation, [None, None, float.PositiveInfinity, 0]));
    }

    [Fact]
    public void Encoding_allocates_nothing_once_warm()
    {
        MissingValueImputation imputation = MissingValueImputation.Fit(s_rows, 4) with { Inner = new StandardScaling([4, 0, 0, 1], [2, 1, 10, 1]) };
        float[] features = new float[3 * imputation.Width];
        imputation.Encode(s_rows, features);
        long before = GC.GetAllocatedBytesForCurrentThread();

        imputation.Encode(s_rows, features);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void It_is_saved_with_what_comes_after_it()
    {
        MissingValueImputation imputation = MissingValueImputation.Fit(s_rows, 4) with { Inner = new RangeScaling([0, 0, 0, 0], [1, 1, 1, 1]) };
        string json = JsonSerializer.Serialize(imputation, ModelJson.Default.InputEncoding);

        Assert.StartsWith("""{"kind":"imputed","means":[4,4,7.5,0],"indicators":[0,1,2],"inner":{"kind":"range",""", json);
        Assert.Equal(imputation, JsonSerializer.Deserialize(json, ModelJson.Default.InputEncoding));
    }

    [Fact]
    public void A_model_answers_rows_with_gaps_and_is_saved_and_loaded_with_it()
    {
        Network network = Network.Create(NetworkSpec.Create(5, 3).Dense(4).Build());
        var model = new Model(network, ["a", "b", "c"], new MissingValueImputation([1, 2, 3, 4], [2]));
        float[] expected = new float[3], answers = new float[3];
        network.Predict([1, 2, 3, 9, 1], expected);

        ModelFiles.Load(ModelFiles.Bytes(model)).Predict([1, None, None, 9], answers);

        Assert.Equal(expected, answers);
    }

    [Theory]
    [InlineData("""{"kind":"imputed","means":[],"indicators":[]}""")]
    [InlineData("""{"kind":"imputed","means":null,"indicators":[]}""")]
    [InlineData("""{"kind":"imputed","means":[1],"indicators":null}""")]
    [InlineData("""{"kind":"imputed","means":[1,2],"indicators":[1,0]}""")]
    [InlineData("""{"kind":"imputed","means":[1,2],"indicators":[2]}""")]
    [InlineData("""{"kind":"imputed","means":[1,2],"indicators":[-1]}""")]
    [InlineData("""{"kind":"imputed","means":[1,1e99],"indicators":[]}""")]
    [InlineData("""{"kind":"imputed","means":[1,2],"indicators":[],"inner":{"kind":"standard","means":[1],"deviations":[1]}}""")]
    [InlineData("""{"kind":"imputed","means":[1],"indicators":[],"inner":{"kind":"imputed","means":[1],"indicators":[]}}""")]
    [InlineData("""{"kind":"imputed","means":[1],"indicators":[],"inner":{"kind":"pixels","width":1}}""")]
    public void What_makes_no_sense_is_refused(string json)
    {
        Exception exception = Assert.ThrowsAny<Exception>(() => JsonSerializer.Deserialize(json, ModelJson.Default.InputEncoding));

        Assert.True(exception is JsonException or ArgumentException, exception.ToString());
    }

    [Fact]
    public void Rows_are_needed_to_learn_from()
    {
        Assert.Throws<ArgumentException>("features", () => MissingValueImputation.Fit([], 2));
        Assert.Throws<ArgumentException>("features", () => MissingValueImputation.Fit([1, 2, 3], 2));
        Assert.Throws<ArgumentException>("row", () => new MissingValueSurvey(2).Add([1]));
    }

    private static float[] Encoded(MissingValueImputation imputation, float[] rows)
    {
        float[] features = new float[rows.Length / imputation.RawWidth * imputation.Width];
        imputation.Encode(rows, features);
        return features;
    }
}
