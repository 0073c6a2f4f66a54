using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Training;

public sealed class ValidationTests
{
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(40, Activation.Tanh).Dense(30, batchNormalization: true).Build();

    // Labels that nothing in the rows tells: whatever is learned beyond the first epochs is noise.
    private static readonly Dataset s_noise = Noise(90, 1);
    private static readonly Dataset s_otherNoise = Noise(60, 2);

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 60,
        BatchSize = 10,
        Threads = 1,
        Optimizer = new AdamSpec { LearningRate = 0.01f },
        Schedule = LearningRateSchedule.Constant,
        Calibrate = false,
    };

    [Theory]
    [InlineData(LearningRuleKind.SignalPropagation)]
    [InlineData(LearningRuleKind.Backpropagation)]
    public void Early_stopping_gives_the_best_epochs_network(LearningRuleKind rule)
    {
        TrainingResult result = new Trainer(s_options with { Rule = rule, Patience = 3 }).Train(s_spec, s_noise, s_otherNoise);
        TrainingReport report = result.Report;
        Assert.Equal(StopReason.EarlyStopping, report.StopReason);
        Assert.Equal(report.BestEpoch + 3, report.Epochs.Count);
        EpochReport best = report.Epochs.MinBy(e => e.Validation[^1].Loss)!;
        Assert.Equal(best.Epoch, report.BestEpoch);
        Assert.True(best.Validation[^1].Loss < report.Epochs[^1].Validation[^1].Loss);
        for (int i = 0; i < best.Validation.Count; i++)
        {
            Evaluation now = Evaluation.Of(result.Network, s_otherNoise, i == best.Validation.Count - 1 ? null : i + 1);
            Assert.Equal(best.Validation[i].Loss, now.LogLoss, 1e-5);
            Assert.Equal(best.Validation[i].Accuracy, now.Accuracy, 1e-12);
        }
    }

    [Fact]
    public void Without_patience_all_epochs_are_done_and_the_best_is_kept()
    {
        TrainingResult result = new Trainer(s_options with { Epochs = 15, Patience = null }).Train(s_spec, s_noise, s_otherNoise);
        Assert.Equal((StopReason.Completed, 15), (result.Report.StopReason, result.Report.Epochs.Count));
        Assert.True(result.Report.BestEpoch < 15);
        Assert.Equal(result.Report.Epochs.Min(e => e.Validation[^1].Loss), Evaluation.Of(result.Network, s_otherNoise).LogLoss, 1e-5);
    }

    [Fact]
    public void Without_validation_rows_all_epochs_are_done_and_the_last_is_kept()
    {
        var options = s_options with { Epochs = 7, Patience = 1, ValidationFraction = 0 };
        TrainingReport report = new Trainer(options).Train(s_spec, s_noise).Report;
        Assert.Equal((StopReason.Completed, 7, 0, 7), (report.StopReason, report.Epochs.Count, report.ValidationRows, report.BestEpoch));
        Assert.All(report.Epochs, e => Assert.Empty(e.Validation));
    }

    [Fact]
    public void A_fraction_holds_out_the_rows_of_the_stratified_split()
    {
        var options = s_options with { Epochs = 2, Seed = 8, ValidationFraction = 0.3 };
        TrainingResult byFraction = new Trainer(options).Train(s_spec, s_noise);
        (int[] kept, int[] heldOut) = StratifiedSplit.Holdout(s_noise, 0.3, 8);
        TrainingResult byHand = new Trainer(options).Train(s_spec, s_noise.Select(kept), s_noise.Select(heldOut));
        Assert.Equal(27, byFraction.Report.ValidationRows);
        Assert.Equal(Given.Tensors(byHand.Network), Given.Tensors(byFraction.Network));
        Assert.Equal(
            byHand.Report.Epochs.SelectMany(e => e.Validation), byFraction.Report.Epochs.SelectMany(e => e.Validation));
    }

    [Fact]
    public void Validation_has_no_bearing_on_what_is_learned()
    {
        var options = s_options with { Epochs = 4, Patience = null, ValidationFraction = 0 };
        TrainingReport without = new Trainer(options).Train(s_spec, s_noise).Report;
        TrainingReport with = new Trainer(options).Train(s_spec, s_noise, s_otherNoise).Report;
        Assert.Equal(without.Epochs.SelectMany(e => e.Training), with.Epochs.SelectMany(e => e.Training));
    }

    private static Dataset Noise(int rows, int seed)
        => new(Given.Uniform(rows * 4, seed), 4, [.. Enumerable.Range(0, rows).Select(i => i % 3)], 3);
}
