using SigProp.Losses;
using SigProp.Training;

namespace SigProp.Tests.Training;

public sealed class RunningLossesTests
{
    [Fact]
    public void Batches_count_by_their_rows()
    {
        var losses = new RunningLosses(["layer1", "head"]);
        Add(losses, 30, new(1.0, 12), new(4.0, 30));
        Add(losses, 10, new(3.0, 2), new(2.0, 0));
        Assert.Equal([new AnswerReport("layer1", 1.5, 14 / 40.0), new AnswerReport("head", 3.5, 30 / 40.0)], losses.Report());
        Assert.Equal((3.5, 30 / 40.0), (losses.Loss, losses.Accuracy));
        losses.Clear();
        Add(losses, 5, new(2.0, 5), new(1.0, 0));
        Assert.Equal([new AnswerReport("layer1", 2, 1), new AnswerReport("head", 1, 0)], losses.Report());
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    public void The_first_learner_that_diverges_is_named(double loss, string value)
    {
        var losses = new RunningLosses(["layer1", "layer2", "head"]);
        losses.Step[1] = new(loss, 0);
        losses.Step[2] = new(loss, 0);
        var exception = Assert.Throws<DivergenceException>(() => losses.Add(8, 3, 17));
        Assert.Equal(("layer2", 3, 17), (exception.Learner, exception.Epoch, exception.Step));
        Assert.Equal(
            $"Training diverged: the loss of layer2 became {value} in epoch 3, step 17. Try a smaller learning rate, "
            + "a GradientClipNorm such as 1, or standardised features.", exception.Message);
    }

    private static void Add(RunningLosses losses, int rows, params LossValue[] values)
    {
        values.CopyTo(losses.Step);
        losses.Add(rows, 1, 1);
    }
}
