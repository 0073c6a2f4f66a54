using SigProp.Data;

namespace SigProp.Tests.Networks;

public sealed class ModelPredictionTests
{
    private static readonly Network s_network = Network.Create(NetworkSpec.Create(4, 3).Dense(6).Build(), 2);
    private static readonly float[] s_rows = [.. Given.Uniform(28, 3, 50f)];

    [Fact]
    public void Raw_features_are_standardised_first_and_left_as_they_are()
    {
        StandardScaling scaling = StandardScaling.Fit(s_rows, 4);
        float[] scaled = [.. s_rows], before = [.. s_rows], expected = new float[21], actual = new float[21];
        scaling.Apply(scaled);
        s_network.Predict(scaled, expected);
        new Model(s_network, ["a", "b", "c"], scaling).Predict(s_rows, actual);
        Assert.Equal(expected, actual);
        Assert.Equal(before, s_rows);
    }

    [Fact]
    public void Without_an_encoding_features_go_to_the_network_as_they_are()
    {
        float[] expected = new float[21], actual = new float[21];
        s_network.Predict(s_rows, expected);
        new Model(s_network, ["a", "b", "c"]).Predict(s_rows, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var model = new Model(s_network, ["a", "b", "c"], StandardScaling.Fit(s_rows, 4));
        Assert.Throws<ArgumentException>("features", () => model.Predict(new float[5], new float[3]));
        Assert.Throws<ArgumentException>("probabilities", () => model.Predict(new float[4], new float[2]));
        Assert.Throws<ArgumentException>(() => model.Predict([0, float.NaN, 0, 0], new float[3]));
    }
}
