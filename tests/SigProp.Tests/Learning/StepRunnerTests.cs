using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Tests.Learning;

/// <summary>Which way steps are taken is found out while they are taken, and leaves no trace in the network.</summary>
public sealed class StepRunnerTests
{
    [Theory]
    [InlineData(PipelineMode.Auto, 2)]
    [InlineData(PipelineMode.Auto, 3)]
    [InlineData(PipelineMode.On, 3)]
    [InlineData(PipelineMode.Off, 2)]
    public void However_steps_are_taken_the_bits_are_the_same(PipelineMode mode, int threads)
    {
        NetworkSpec spec = Pipelined.Networks["dropped"];
        (double[] tried, int steps, int stages) = Train(spec, mode, threads, steps: 0);
        Assert.Equal(Train(spec, PipelineMode.Off, 1, steps).Left, tried);
        Assert.InRange(stages, mode == PipelineMode.On ? threads : 1, mode == PipelineMode.Off ? 1 : threads);
    }

    [Fact]
    public void A_short_run_is_not_worth_threads_of_its_own()
    {
        var trials = new PipelineTuner(4, 5, steps: 100, stepsAnEpoch: 100).WhereFaster().GetEnumerator();
        Assert.Equal([1], Rest(trials, _ => 0.009));
    }

    [Theory]
    [InlineData(0.9, 1_000, 2)]
    [InlineData(0.99, 1_000, 1)]
    [InlineData(1.5, 1_000, 1)]
    [InlineData(0.9, int.MaxValue, 2)]
    [InlineData(1.5, int.MaxValue, 1)]
    public void The_faster_way_is_kept(double pipelined, int stepsAnEpoch, int kept)
    {
        var trials = new PipelineTuner(2, 3, steps: 10_000, stepsAnEpoch).WhereFaster().GetEnumerator();
        Assert.Equal(kept, Rest(trials, trial => trial.Groups == 1 ? 0.001 : 0.001 * pipelined)[^1]);
    }

    [Fact]
    public void Fewer_groups_of_more_threads_are_tried_too()
    {
        var trials = new PipelineTuner(8, 9, steps: 10_000, stepsAnEpoch: 1_000).WhereFaster().GetEnumerator();
        List<int> tried = Rest(trials, trial => trial.Groups switch { 1 => 0.001, 4 => 0.0005, _ => 0.0008 });
        Assert.Equal([8, 4, 2, 4, 4], tried.Where(groups => groups > 1));
    }

    [Fact]
    public void A_pipeline_that_runs_empty_too_often_is_not_kept()
    {
        var trials = new PipelineTuner(2, 3, steps: 10_000, stepsAnEpoch: 16).WhereFaster().GetEnumerator();
        Assert.Equal(1, Rest(trials, trial => trial.Groups == 1 ? 0.001 : 0.0009)[^1]);
        trials = new PipelineTuner(2, 3, steps: 10_000, stepsAnEpoch: 15).WhereFaster().GetEnumerator();
        Assert.Equal([1], Rest(trials, _ => 0.001));
    }

    [Theory]
    [InlineData("2 layers", 1, PipelineMode.Auto)]
    [InlineData("2 layers", 1, PipelineMode.On)]
    [InlineData("2 layers", 2, PipelineMode.Off)]
    public void Where_nothing_can_overlap_nothing_is_tried(string name, int threads, PipelineMode mode)
        => Assert.Equal(1, Train(Pipelined.Networks[name], mode, threads, 40).Stages);

    [Fact]
    public void Targets_that_wait_for_the_output_are_made_in_turn()
    {
        NetworkSpec spec = Pipelined.Networks["target-input"] with { Targets = new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetLoop } };
        Assert.Equal(1, Train(spec, PipelineMode.On, 2, 40).Stages);
    }

    /// <param name="spec">The network.</param>
    /// <param name="mode">Whether layers learn in parallel.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="steps">Steps; 0 for as many as a second has, in epochs of a hundred.</param>
    private static (double[] Left, int Steps, int Stages) Train(NetworkSpec spec, PipelineMode mode, int threads, int steps)
    {
        using var context = new ComputeContext(threads);
        var rule = new SignalPropagation(Pipelined.Setup(spec, context, out Network network));
        using var runner = new StepRunner(rule, context, mode, long.MaxValue / 2, 1_000_000);
        var losses = new LossValue[rule.LossNames.Count];
        var left = new List<double>();
        double sum = 0;
        Batch batch = Pipelined.BatchOf(spec);
        long end = Environment.TickCount64 + 1_000;
        int step = 0;
        for (; steps == 0 ? Environment.TickCount64 < end : step < steps; step++)
        {
            Pipelined.Fill(batch, step % 16);
            runner.Begin(batch, Pipelined.KeyOf(step), Pipelined.RateOf(step % 16));
            for (bool all = step % 1_000 == 999; runner.TryFinish(all, losses, out _);)
            {
                sum += losses[0].Mean;
            }
        }

        while (runner.TryFinish(true, losses, out _))
        {
            sum += losses[0].Mean;
        }

        left.Add(sum);
        Pipelined.Add(left, network, rule);
        return ([.. left], step, runner.Stages);
    }

    private static List<int> Rest(IEnumerator<PipelineTrial> trials, Func<PipelineTrial, double> seconds)
    {
        var groups = new List<int>();
        while (trials.MoveNext())
        {
            trials.Current.SecondsPerStep = seconds(trials.Current);
            trials.Current.Costs = [.. Enumerable.Repeat(1.0, 9)];
            groups.Add(trials.Current.Groups);
        }

        return groups;
    }
}
