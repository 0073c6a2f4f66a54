using SigProp.Training;

namespace SigProp.Tests.Training;

public sealed class EvaluationTests
{
    [Fact]
    public void Measures_are_those_computed_by_hand()
    {
        // Three classes and one that occurs neither among labels nor predictions.
        float[] probabilities =
        [
            0.5f, 0.3f, 0.2f, 0,
            0.6f, 0.3f, 0.1f, 0,
            0.1f, 0.8f, 0.1f, 0,
            0.2f, 0.2f, 0.6f, 0,
            0.0f, 0.0f, 1.0f, 0,
        ];
        Evaluation evaluation = Evaluation.Of(probabilities, [0, 1, 1, 1, 0], 4);
        Assert.Equal(5, evaluation.Rows);
        Assert.Equal(0.4, evaluation.Accuracy, 1e-12);
        Assert.Equal(-(Math.Log(0.5) + Math.Log(0.3) + Math.Log(0.8) + Math.Log(0.2) + Math.Log(1e-15)) / 5, evaluation.LogLoss, 1e-6);

        // F1: class 0 has 1 hit, 2 labels, 2 predictions; class 1 has 1, 3, 1; class 2 has 0, 0, 2.
        Assert.Equal(((2 * 1 / 4.0) + (2 * 1 / 4.0) + 0) / 3, evaluation.MacroF1, 1e-12);
        Assert.Equal([[1, 0, 1, 0], [1, 1, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]], evaluation.Confusion);
    }

    [Fact]
    public void Of_equal_probabilities_the_first_counts()
        => Assert.Equal(1, Evaluation.Of([0.5f, 0.5f], [0], 2).Accuracy);

    [Fact]
    public void A_networks_measures_are_those_of_its_predictions()
    {
        Network network = new Trainer(new TrainingOptions { Epochs = 2, Threads = 1 })
            .Train(NetworkSpec.Create(4, 3).Dense(8).Dense(6).Build(), Given.Clouds(60)).Network;
        var data = Given.Clouds(700, seed: 2);
        float[] probabilities = new float[700 * 3];
        network.Predict(data.Features, probabilities);
        AssertSame(Evaluation.Of(probabilities, data.Labels, 3), Evaluation.Of(network, data));
        network.PredictAtExit(data.Features, probabilities, 1);
        AssertSame(Evaluation.Of(probabilities, data.Labels, 3), Evaluation.Of(network, data, exit: 1));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Network network = Network.Create(NetworkSpec.Create(4, 3).Dense(8).Build());
        Assert.Throws<ArgumentException>("data", () => Evaluation.Of(network, Given.Clouds(9, width: 5)));
        Assert.Throws<ArgumentException>("data", () => Evaluation.Of(network, Given.Clouds(9, classes: 4)));
        Assert.Throws<ArgumentException>("probabilities", () => Evaluation.Of([0.5f, 0.5f, 1f], [0], 2));
        Assert.Throws<ArgumentException>("probabilities", () => Evaluation.Of([], [], 2));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_label_out_of_range_is_named_with_its_row(int label)
    {
        var exception = Assert.Throws<ArgumentException>("labels", () => Evaluation.Of([0.5f, 0.5f, 1f, 0f], [0, label], 2));
        Assert.Contains($"row 1 (counted from 0) is {label}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_that_are_not_finite_are_refused()
        => Assert.Throws<ArgumentException>(() => Evaluation.Of([float.NaN, 0.5f], [0], 2));

    private static void AssertSame(Evaluation expected, Evaluation actual)
    {
        Assert.Equal((expected.Rows, expected.Accuracy, expected.LogLoss, expected.MacroF1), (actual.Rows, actual.Accuracy, actual.LogLoss, actual.MacroF1));
        Assert.Equal(expected.Confusion, actual.Confusion);
    }
}
