using SigProp.TorchSharp.Learning;

namespace SigProp.TorchSharp.Tests.Precision;

public sealed class LossScaleTests
{
    private const int StepsToGrow = 2000;

    [Fact]
    public void It_is_halved_where_a_gradient_overflows_and_never_below_1()
    {
        var scale = new LossScale();
        Assert.Equal(65536, scale.Value);
        scale.Update(isFinite: false);
        Assert.Equal(32768, scale.Value);
        for (int i = 0; i < 40; i++)
        {
            scale.Update(isFinite: false);
        }

        Assert.Equal(1, scale.Value);
    }

    [Fact]
    public void It_is_doubled_after_2000_steps_without_and_never_above_2_to_the_24()
    {
        var scale = new LossScale();
        Take(scale, StepsToGrow - 1);
        Assert.Equal(65536, scale.Value);
        Take(scale, 1);
        Assert.Equal(131072, scale.Value);
        Take(scale, 20 * StepsToGrow);
        Assert.Equal(1 << 24, scale.Value);
    }

    [Fact]
    public void An_overflow_begins_the_count_anew()
    {
        var scale = new LossScale();
        Take(scale, StepsToGrow - 1);
        scale.Update(isFinite: false);
        Take(scale, StepsToGrow - 1);
        Assert.Equal(32768, scale.Value);
        Take(scale, 1);
        Assert.Equal(65536, scale.Value);
    }

    [Fact]
    public void It_goes_on_where_it_was_written_down()
    {
        var scale = new LossScale();
        scale.Update(isFinite: false);
        Take(scale, 1500);
        var walk = new Memorizer();
        scale.Walk(walk);
        walk.Rewind();
        var other = new LossScale();
        other.Walk(walk);
        Assert.Equal(32768, other.Value);
        Take(other, 499);
        Assert.Equal(32768, other.Value);
        Take(other, 1);
        Assert.Equal(65536, other.Value);
    }

    [Fact]
    public void Skipped_steps_are_those_of_the_epoch()
    {
        var scale = new LossScale();
        scale.Update(isFinite: false);
        Take(scale, 2);
        scale.Count(isFinite: false);
        Assert.Equal((4, 2), (scale.Steps, scale.Skipped));
        Assert.Equal(32768, scale.Value);
        scale.BeginEpoch();
        Assert.Equal((0, 0), (scale.Steps, scale.Skipped));
        Assert.Equal(32768, scale.Value);
    }

    private static void Take(LossScale scale, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            scale.Update(isFinite: true);
        }
    }
}
