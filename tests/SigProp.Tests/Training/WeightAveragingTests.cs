using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Training;

/// <summary>What is measured and kept is the average over the steps; what learns does not notice.</summary>
public sealed class WeightAveragingTests
{
    private static readonly Dataset s_data = Given.Clouds(90);
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(9, dropout: 0.1f).Dense(8, batchNormalization: true).Dense(7).Build();

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 5,
        BatchSize = 16,
        Optimizer = new AdamSpec { LearningRate = 0.05f },
        Schedule = LearningRateSchedule.Constant,
        ValidationFraction = 0.2,
        Patience = null,
        Calibrate = false,
        Threads = 1,
        Seed = 5,
    };

    [Theory]
    [InlineData(0.4)]
    [InlineData(2.0)]
    [InlineData(1e9)]
    public void It_is_the_weighted_mean_of_what_the_steps_left(double epochs)
    {
        // One step an epoch, so that each step's network can be had.
        TrainingOptions options = s_options with { BatchSize = 90, ValidationFraction = 0 };
        var sums = new double[Given.Tensors(Network.Create(s_spec)).Length];
        double weights = 0;
        for (int step = 1; step <= 5; step++)
        {
            double weight = Math.Exp((step - 5) / epochs);
            weights += weight;
            float[] values = Given.Tensors(new Trainer(options with { Epochs = step }).Train(s_spec, s_data).Network);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += weight * values[i];
            }
        }

        float[] averages = Given.Tensors(new Trainer(options with { WeightAveraging = epochs }).Train(s_spec, s_data).Network);
        Assert.All(sums.Zip(averages), pair => Assert.Equal(pair.First / weights, pair.Second, 1e-5));
    }

    [Fact]
    public void The_network_kept_is_the_one_measured_and_learning_goes_on_from_the_other()
    {
        Dataset validation = Given.Clouds(60, seed: 2);
        TrainingResult plain = new Trainer(s_options).Train(s_spec, s_data, validation);
        TrainingResult averaged = new Trainer(s_options with { WeightAveraging = 1 }).Train(s_spec, s_data, validation);

        Assert.Equal(plain.Report.Epochs.Select(e => string.Join(' ', e.Training)), averaged.Report.Epochs.Select(e => string.Join(' ', e.Training)));
        Assert.NotEqual(plain.Report.Epochs[^1].Validation[^1], averaged.Report.Epochs[^1].Validation[^1]);
        TrainingReport report = averaged.Report;
        Assert.Equal(report.Epochs[report.BestEpoch - 1].Validation[^1].Loss, Evaluation.Of(averaged.Network, validation).LogLoss, 1e-5);
    }

    [Theory]
    [InlineData(LearningRuleKind.SignalPropagation, PipelineMode.On)]
    [InlineData(LearningRuleKind.SignalPropagation, PipelineMode.Off)]
    [InlineData(LearningRuleKind.Backpropagation, PipelineMode.Off)]
    public void Threads_do_not_change_it(LearningRuleKind rule, PipelineMode pipeline)
    {
        TrainingOptions options = s_options with { Rule = rule, WeightAveraging = 0.7, Pipeline = PipelineMode.Off };
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(260).Dense(250, batchNormalization: true).Build();
        TrainingResult one = new Trainer(options).Train(spec, s_data), three = new Trainer(options with { Threads = 3, Pipeline = pipeline }).Train(spec, s_data);
        Assert.Equal(Given.Tensors(one.Network), Given.Tensors(three.Network));
        Assert.Equal(one.Report.BestEpoch, three.Report.BestEpoch);
        Assert.True(one.Report.ParameterBytes > new Trainer(options with { WeightAveraging = null }).Train(spec, s_data).Report.ParameterBytes);
    }

    [Fact]
    public void A_run_that_is_cancelled_before_anything_was_measured_gives_the_average_so_far()
    {
        using var stop = new CancellationTokenSource();
        TrainingOptions options = s_options with { ValidationFraction = 0, WeightAveraging = 1 };
        TrainingResult cancelled = new Trainer(options).Train(s_spec, s_data, null, new Watch(_ => stop.Cancel()), stop.Token);
        Assert.Equal(Given.Tensors(new Trainer(options with { Epochs = 1 }).Train(s_spec, s_data).Network), Given.Tensors(cancelled.Network));
    }
}
