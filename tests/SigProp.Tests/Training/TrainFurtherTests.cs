using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Training;

/// <summary>A network may be trained in several runs, in place.</summary>
public sealed class TrainFurtherTests
{
    private static readonly Dataset s_data = Given.Clouds(60);
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(8).Dense(6, batchNormalization: true).Build();

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 4,
        BatchSize = 10,
        Threads = 1,
        ValidationFraction = 0,
        Optimizer = new AdamSpec { LearningRate = 0.01f },
    };

    [Fact]
    public void A_second_run_goes_on_where_the_first_one_ended()
    {
        TrainingResult first = new Trainer(s_options).Train(s_spec, s_data);
        double before = Evaluation.Of(first.Network, s_data).LogLoss;
        TrainingResult second = new Trainer(s_options).Train(first.Network, s_data);
        Assert.Same(first.Network, second.Network);
        Assert.True(second.Report.Epochs[0].Training[^1].Loss < first.Report.Epochs[0].Training[^1].Loss);
        Assert.True(Evaluation.Of(second.Network, s_data).LogLoss < before);
    }

    [Fact]
    public void The_exits_answer_by_the_newest_targets()
    {
        Network network = new Trainer(s_options).Train(s_spec, s_data).Network;
        new Trainer(s_options).Train(network, s_data);
        Network copy = Network.Create(s_spec);
        Given.Copy(network, copy);
        new Trainer(s_options).Train(copy, s_data, null, null, new CancellationToken(true));
        Assert.Equal(Evaluation.Of(copy, s_data, exit: 2).LogLoss, Evaluation.Of(network, s_data, exit: 2).LogLoss);
    }

    [Fact]
    public void A_validation_set_takes_the_place_of_the_fraction()
    {
        TrainingReport report = new Trainer(s_options with { ValidationFraction = 0.5 }).Train(s_spec, s_data, Given.Clouds(24, seed: 2)).Report;
        Assert.Equal((60, 24), (report.TrainingRows, report.ValidationRows));
    }
}
