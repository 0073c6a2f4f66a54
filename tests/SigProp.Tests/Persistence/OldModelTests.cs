using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Persistence;

/// <summary>A model that an earlier version wrote stays readable; the file must never be written anew.</summary>
public sealed class OldModelTests
{
    private static readonly Model s_model = Model.Load(Path.Combine(AppContext.BaseDirectory, "Persistence", "models", "format-1.sigprop"));

    [Fact]
    public void A_file_of_format_1_predicts_as_it_did()
    {
        float[] rows = [1.203137f, 0.053134665f, -0.4673529f, 0.30709344f, -0.6011591f, 0.86707014f, 0.30681717f, -0.29815575f];
        float[] probabilities = new float[6];
        s_model.Network.Predict(rows, probabilities);
        AssertClose([0.39878577f, 0.29656875f, 0.30464554f, 0.40194297f, 0.29761308f, 0.30044398f], probabilities);
        s_model.Network.PredictAtExit(rows, probabilities, 1);
        AssertClose([0.39670613f, 0.22801603f, 0.37527782f, 0.26305568f, 0.42082173f, 0.3161226f], probabilities);
    }

    [Fact]
    public void All_that_it_says_of_itself_is_still_understood()
    {
        Assert.Equal(["Größe \"1\"", "数\n", "😀 \\ \0"], s_model.ClassNames);
        Assert.Equal(new DenseSpec(5) { Activation = Activation.Tanh, Dropout = 0.1f, Loss = LocalLossKind.SquaredDistance }, s_model.Network.Spec.Layers[0]);
        Assert.Equal(new DenseSpec(6) { NegativeSlope = 0.2f, BatchNormalization = true }, s_model.Network.Spec.Layers[1]);
        var scaling = Assert.IsType<StandardScaling>(s_model.Encoding);
        Assert.Equal([1f, -2f, 3.5f, 1e-20f], scaling.Means);
        Assert.Equal([1f, 0.1f, 3f, 7f], scaling.Deviations);
        TrainingReport report = s_model.Training!;
        Assert.Equal(
            new TrainingOptions
            {
                Rule = LearningRuleKind.SignalPropagation,
                Epochs = 2,
                BatchSize = 10,
                Optimizer = new AdamWSpec { LearningRate = 0.005f, Beta1 = 0.8f },
                Schedule = LearningRateSchedule.Step,
                GradientClipNorm = 2.5f,
                ValidationFraction = 0.2,
                Patience = 2,
                Seed = -77,
                Threads = 1,
                Calibrate = false,
            },
            report.Options);
        Assert.Equal((31, 9, 2, 2, StopReason.Completed), (report.TrainingRows, report.ValidationRows, report.Epochs.Count, report.BestEpoch, report.StopReason));
        Assert.Equal(new AnswerReport("layer1", 1.00622116194831, 5.0 / 9), report.Epochs[1].Validation[0]);
        Assert.Equal("managed", report.Device);
    }

    private static void AssertClose(float[] expected, float[] actual)
        => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
}
