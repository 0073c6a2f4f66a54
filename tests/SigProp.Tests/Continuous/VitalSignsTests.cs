using SigProp.Continuous;
using SigProp.Learning;
using SigProp.Training;

namespace SigProp.Tests.Continuous;

/// <summary>A layer that the nudge does not move any more is reported, with a remedy.</summary>
public sealed class VitalSignsTests
{
    [Fact]
    public void A_layer_that_does_not_answer_for_long_has_died()
    {
        var signs = new VitalSigns(2, 3);
        Run(signs, VitalSigns.Batches, second: 0.3);
        Assert.Empty(signs.Warnings);
        Run(signs, VitalSigns.Batches - 1, second: 0);
        Assert.Empty(signs.Warnings);
        Run(signs, 1, second: 0);
        string warning = Assert.Single(signs.Warnings);
        Assert.StartsWith($"layer2 has died: since step {VitalSigns.Batches + 1} ", warning, StringComparison.Ordinal);
        Assert.Contains("Start afresh with a Beta nearer 1", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void An_output_that_the_nudge_keeps_at_0_has_died()
    {
        var spec = new ContinuousSpec { LoopSignal = LoopSignal.CorrectedOutput, BetaSign = BetaSign.Negative };
        var options = new TrainingOptions { Epochs = 3, Seed = 1, ValidationFraction = 0 };
        NetworkSpec network = NetworkSpec.Create(64, 10).Continuous(spec).Dense(128).Dense(64).Build();
        TrainingReport report = new Trainer(options).Train(network, ContinuousTrainingTests.Digits()).Report;
        Assert.True(report.Epochs[^1].Training[^1].Accuracy < 0.2, $"{report.Epochs[^1].Training[^1].Accuracy}");
        Assert.Contains(report.Warnings, w => w.StartsWith("the output has died", StringComparison.Ordinal) && w.Contains("BetaSign Random", StringComparison.Ordinal));
    }

    [Fact]
    public void One_that_answers_again_lives()
    {
        var signs = new VitalSigns(2, 3);
        Run(signs, VitalSigns.Batches, second: 0);
        Assert.Single(signs.Warnings);
        Run(signs, VitalSigns.Batches, second: 0.3);
        Assert.Empty(signs.Warnings);
    }

    [Fact]
    public void Errors_too_small_to_learn_from_are_no_death()
    {
        var signs = new VitalSigns(1, 3);
        for (int i = 0; i < 2 * VitalSigns.Batches; i++)
        {
            signs.Observe(0, 0, 1, 1e-3);
            signs.EndStep();
        }

        Assert.Empty(signs.Warnings);
    }

    // The ways in which networks of 500 units have died on MNIST, at 90 % error: a fast first layer before a fixed loop within 0.63 of 0, twice what 1 / sqrt(10) gives.
    [Fact]
    public void A_fast_first_layer_and_a_large_fixed_loop_kill_and_it_is_said()
    {
        var spec = new ContinuousSpec { Feedback = ContinuousFeedback.FixedLoop, LearningRates = [1f, 0.05f] };
        Network network = Network.Create(NetworkSpec.Create(64, 10).Continuous(spec).Dense(200).Build(), 1);
        network.SetTensor("loop.weight", [.. network.GetTensor("loop.weight").ToArray().Select(v => 3.75f * v)]);
        var warned = new List<string>();
        var options = new TrainingOptions { Epochs = 3, Seed = 1, ValidationFraction = 0, Schedule = SigProp.Optimizers.LearningRateSchedule.Constant };
        TrainingReport report = new Trainer(options).TrainMore(network, null, ContinuousTrainingTests.Digits(), progress: new Told(warned)).Report;
        Assert.True(report.Epochs[^1].Training[^1].Accuracy < 0.2, $"{report.Epochs[^1].Training[^1].Accuracy}");
        Assert.Contains(report.Warnings, w => w.StartsWith("layer1 has died", StringComparison.Ordinal));
        Assert.Equal(report.Warnings, warned.Distinct());
    }

    private sealed class Told(List<string> warned) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => warned.AddRange(value.Completed?.Warnings ?? []);
    }

    private static void Run(VitalSigns signs, int batches, double second)
    {
        for (int i = 0; i < batches; i++)
        {
            signs.Observe(0, 0.5, -1, 1);
            signs.Observe(1, second, -1, 1);
            signs.EndStep();
        }
    }
}
