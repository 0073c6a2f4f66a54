using SigProp.Cli.Output;
using SigProp.Training;

namespace SigProp.Cli.Tests;

/// <summary>Ctrl-C ends the work in good order.</summary>
public sealed class StopTests : CliTest
{
    [Fact]
    public void Training_that_is_stopped_saves_the_best_network_so_far()
    {
        using var stop = new CancellationTokenSource();
        using var error = new StopAt(stop, "epoch 1/");
        Outcome outcome = Run("train {digits} --label digit --out {m.sigprop} --epochs 100000 --patience 0 --hidden 32", error, stop.Token);
        Assert.Equal(130, outcome.Code);
        Assert.Contains("holds the best network so far", error.ToString());
        Assert.Contains("stopped in epoch", Succeed("inspect {m.sigprop}").Out);
        Assert.Contains("accuracy", Succeed("evaluate {m.sigprop} {digits}").Out);
    }

    [Fact]
    public void A_network_that_was_cut_short_in_its_first_epoch_is_not_called_the_best()
    {
        var report = new TrainingReport
        {
            Options = new TrainingOptions(),
            TrainingRows = 9,
            ValidationRows = 1,
            BatchSize = 3,
            Epochs = [],
            BestEpoch = 1,
            StopReason = StopReason.Cancelled,
            TrainSeconds = 1,
            SamplesPerSecond = 1,
            SignalBytes = 1,
        };
        Assert.Contains("was not measured", ModelSummary.Stopped(report, "m"));
        Assert.DoesNotContain("kept", ModelSummary.Outcome(report));
    }

    [Fact]
    public void A_comparison_that_is_stopped_writes_nothing()
    {
        using var stop = new CancellationTokenSource();
        using var error = new StopAt(stop, "epoch 1/");
        Outcome outcome = Run("compare {digits} --label digit --json {c.json} --epochs 100000 --patience 0 --hidden 32", error, stop.Token);
        Assert.Equal((130, ""), (outcome.Code, outcome.Out));
        Assert.Contains("Stopped", error.ToString());
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("train {digits} --label digit --out {m.sigprop}")]
    [InlineData("compare {digits} --label digit")]
    public void What_is_stopped_before_it_learned_writes_nothing(string line)
    {
        Outcome outcome = Run(line, stop: new CancellationToken(canceled: true));
        Assert.Equal((130, ""), (outcome.Code, outcome.Out));
        Assert.Empty(Files());
    }
}
