using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Training;

public sealed class CancellationTests
{
    private const int StepsAnEpoch = 5;

    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(8).Build();
    private static readonly Dataset s_data = Given.Clouds(50);

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 4,
        BatchSize = 10,
        Threads = 1,
        ValidationFraction = 0,
        Patience = null,
        Schedule = LearningRateSchedule.Constant,
        Calibrate = false,
    };

    [Fact]
    public void Before_the_first_step_it_leaves_the_network_as_drawn()
    {
        var watch = new Watch();
        TrainingResult result = new Trainer(s_options with { Seed = 3 }).Train(s_spec, s_data, s_data, watch, new CancellationToken(true));
        Assert.Equal(StopReason.Cancelled, result.Report.StopReason);
        Assert.Empty(result.Report.Epochs);
        Assert.Empty(watch.Reports);
        Assert.Equal(0, result.Report.SamplesPerSecond);
        Assert.Equal(Given.Tensors(Network.Create(s_spec, 3)), Given.Tensors(result.Network));
        Assert.True(result.Network.HasExits);
    }

    [Fact]
    public void In_mid_epoch_it_ends_after_the_step_under_way()
    {
        (TrainingResult result, int steps) = CancelAt(step: StepsAnEpoch + 3, validation: null);
        Assert.Equal(StepsAnEpoch + 3, steps);
        Assert.Equal(StopReason.Cancelled, result.Report.StopReason);
        Assert.Equal(1, Assert.Single(result.Report.Epochs).Epoch);
        Assert.Equal(2, result.Report.BestEpoch);
        Assert.True(result.Network.HasExits);
    }

    [Fact]
    public void Where_there_is_validation_it_keeps_the_best_network_so_far()
    {
        (TrainingResult result, _) = CancelAt(step: StepsAnEpoch + 3, validation: s_data);
        Assert.Equal(StopReason.Cancelled, result.Report.StopReason);
        Assert.Equal(1, result.Report.BestEpoch);
        Network network = Given.Network(s_spec, (name, inputs, layer) => new CountingLayer(name, inputs, layer, _ => { }));
        Network one = new Trainer(s_options with { Epochs = 1 }).Train(network, s_data).Network;
        Assert.Equal(Given.Tensors(one), Given.Tensors(result.Network));
        Assert.Equal(Answers(one), Answers(result.Network));
    }

    [Fact]
    public void After_the_last_step_it_comes_too_late()
    {
        (TrainingResult result, int steps) = CancelAt(step: 4 * StepsAnEpoch, validation: null);
        Assert.Equal((StopReason.Completed, 4 * StepsAnEpoch), (result.Report.StopReason, steps));
    }

    private static (TrainingResult Result, int Steps) CancelAt(int step, Dataset? validation)
    {
        using var source = new CancellationTokenSource();
        CountingLayer? counter = null;
        Network network = Given.Network(s_spec, (name, inputs, spec) => counter = new CountingLayer(name, inputs, spec, done =>
        {
            if (done == step)
            {
                source.Cancel();
            }
        }));
        return (new Trainer(s_options).Train(network, s_data, validation, null, source.Token), counter!.Steps);
    }

    private static float[] Answers(Network network)
    {
        float[] probabilities = new float[s_data.Count * 3];
        network.PredictAtExit(s_data.Features, probabilities, 1);
        return probabilities;
    }
}
