using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Training;

/// <summary>A run that comes to NaN or infinity says so; no such network is handed over.</summary>
public sealed class DivergenceTests
{
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(8).Dense(6).Build();
    private static readonly TrainingOptions s_options = new() { Epochs = 5, BatchSize = 10, Threads = 1, ValidationFraction = 0 };

    [Theory]
    [InlineData(LearningRuleKind.SignalPropagation, "layer1")]
    [InlineData(LearningRuleKind.Backpropagation, "head")]
    public void A_huge_learning_rate_is_named_by_learner_epoch_and_step(LearningRuleKind rule, string learner)
    {
        var options = s_options with { Rule = rule, Optimizer = new SgdSpec { LearningRate = 1e30f } };
        var exception = Assert.Throws<DivergenceException>(() => new Trainer(options).Train(s_spec, Given.Clouds(60)));
        Assert.Equal(learner, exception.Learner);
        Assert.Equal(1, exception.Epoch);
        Assert.InRange(exception.Step, 2, 4);
        Assert.Contains($"the loss of {learner} became", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"in epoch 1, step {exception.Step}. Try a smaller learning rate", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void In_its_last_step_too_a_run_does_not_diverge_quietly(double validationFraction)
    {
        var options = s_options with
        {
            Epochs = 1,
            BatchSize = 60,
            Optimizer = new SgdSpec { LearningRate = 3e38f, Momentum = 0.5f, Nesterov = true },
            ValidationFraction = validationFraction,
        };
        var exception = Assert.Throws<DivergenceException>(() => new Trainer(options).Train(s_spec, Given.Clouds(60)));
        Assert.Equal((1, 1), (exception.Epoch, exception.Step));
    }

    [Fact]
    public void The_best_epoch_is_given_back_when_a_later_one_diverges()
    {
        Network network = Network.Create(s_spec);
        float[] best = [];
        var sabotage = new Watcher(progress =>
        {
            if (progress.Completed is { Epoch: 1 })
            {
                best = network.GetTensor("layer1.weight").ToArray();
                network.SetTensor("layer1.weight", [.. Enumerable.Repeat(3e38f, 32)]);
            }
        });
        var options = s_options with { ValidationFraction = 0.2 };
        Assert.Throws<DivergenceException>(() => new Trainer(options).Train(network, Given.Clouds(60), progress: sabotage));
        Assert.Equal(best, network.GetTensor("layer1.weight").ToArray());
        network.Predict(new float[4], new float[3]);
    }

    [Fact]
    public void Features_too_large_to_learn_from_are_named_too()
    {
        var data = new Dataset([.. Enumerable.Repeat(3e38f, 40)], 4, [.. Enumerable.Range(0, 10).Select(i => i % 3)], 3);
        Network network = Network.Create(s_spec);
        network.SetTensor("layer1.weight", [.. Enumerable.Repeat(1f, 32)]);
        var exception = Assert.Throws<DivergenceException>(() => new Trainer(s_options).Train(network, data));
        Assert.Equal(("layer1", 1, 1), (exception.Learner, exception.Epoch, exception.Step));
    }

    [Fact]
    public void A_prediction_that_overflows_is_refused_with_its_row()
    {
        Network network = Network.Create(s_spec);
        network.SetTensor("head.weight", [.. Enumerable.Range(0, 18).Select(i => i < 6 ? 3e38f : 1f)]);
        float[] features = [0, 0, 0, 0, .. Enumerable.Repeat(1e38f, 4)];
        var exception = Assert.Throws<InvalidOperationException>(() => network.Predict(features, new float[6]));
        Assert.Contains("row 1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.05f)]
    [InlineData(1f)]
    public void A_clip_norm_keeps_a_steep_start_in_bounds(float clipNorm)
    {
        float[] features = [.. Given.Clouds(60).Features.Select(f => 1000 * f)];
        var steep = new Dataset(features, 4, Given.Clouds(60).Labels, 3);
        var options = s_options with { GradientClipNorm = clipNorm, Optimizer = new SgdSpec { LearningRate = 0.01f } };
        Assert.All(Given.Tensors(new Trainer(options).Train(s_spec, steep).Network), value => Assert.True(float.IsFinite(value)));
    }

    private sealed class Watcher(Action<TrainingProgress> watch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => watch(value);
    }
}
