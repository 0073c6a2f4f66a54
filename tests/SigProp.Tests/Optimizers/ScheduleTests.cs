using SigProp.Optimizers;

namespace SigProp.Tests.Optimizers;

public sealed class ScheduleTests
{
    [Fact]
    public void The_step_schedule_drops_at_50_75_89_and_94_percent_of_the_epochs()
    {
        int[] percents = [50, 75, 89, 94];
        for (int epochs = 1; epochs <= 400; epochs++)
        {
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                double expected = Math.Pow(0.25, percents.Count(p => 100 * epoch >= p * epochs));
                Assert.Equal((float)expected, ScheduleFactor.At(LearningRateSchedule.Step, epoch, epochs, 0.5));
            }
        }
    }

    [Fact]
    public void The_cosine_falls_from_one_to_zero_step_by_step()
    {
        float[] factors = [.. Enumerable.Range(0, 41).Select(i => ScheduleFactor.At(LearningRateSchedule.Cosine, i / 4, 10, i % 4 / 4.0))];
        Assert.Equal(1f, factors[0]);
        Assert.Equal(Math.Cos(Math.PI / 8) * Math.Cos(Math.PI / 8), factors[10], 1e-6);
        Assert.Equal(0.5f, factors[20], 1e-6f);
        Assert.Equal(0f, factors[40], 1e-6f);
        Assert.All(factors.Zip(factors[1..]), pair => Assert.True(pair.First > pair.Second));
    }

    [Fact]
    public void The_constant_schedule_stays_at_one()
        => Assert.All(Enumerable.Range(0, 10), epoch => Assert.Equal(1f, ScheduleFactor.At(LearningRateSchedule.Constant, epoch, 10, 0.9)));
}
