using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Training;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void Defaults_are_those_documented()
    {
        var options = new TrainingOptions();
        Assert.Empty(options.Validate());
        Assert.Equal(LearningRuleKind.SignalPropagation, options.Rule);
        Assert.Equal((20, 0), (options.Epochs, options.BatchSize));
        Assert.Equal(new AdamSpec { LearningRate = 0.001f }, options.Optimizer);
        Assert.Equal(LearningRateSchedule.Cosine, options.Schedule);
        Assert.Null(options.WeightAveraging);
        Assert.Equal((0f, 0.1, (int?)5), (options.GradientClipNorm, options.ValidationFraction, options.Patience));
        Assert.Equal((0L, 0, PipelineMode.Auto), (options.Seed, options.Threads, options.Pipeline));
        Assert.Equal((0, 65_536), (options.ShuffleBuffer, options.EffectiveShuffleBuffer));
    }

    [Fact]
    public void Everything_that_is_wrong_is_listed_at_once()
    {
        var options = new TrainingOptions
        {
            Rule = (LearningRuleKind)99,
            Schedule = (LearningRateSchedule)9,
            Epochs = 0,
            BatchSize = -1,
            GradientClipNorm = float.NaN,
            ValidationFraction = 1,
            Patience = 0,
            Threads = -2,
            Pipeline = (PipelineMode)9,
            Optimizer = new AdamSpec { LearningRate = -1, Beta1 = 2 },
        };
        var exception = Assert.Throws<ConfigurationException>(
            () => new Trainer(options).Train(NetworkSpec.Create(2, 2).Dense(3).Build(), Given.Xor()));
        string[] names = ["Rule 99", "Schedule 9", "Epochs is 0", "BatchSize is -1", "LearningRate is -1", "Beta1 is 2", "GradientClipNorm is NaN",
            "ValidationFraction is 1", "Patience is 0", "Threads is -2", "Pipeline 9"];
        Assert.Equal(names.Length, exception.Errors.Count);
        Assert.All(names.Zip(exception.Errors), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.All(names, name => Assert.Contains(name, exception.Message, StringComparison.Ordinal));
    }

    public static TheoryData<TrainingOptions, string> Unsound() => new()
    {
        { new TrainingOptions { Optimizer = null! }, "Optimizer is null" },
        { new TrainingOptions { GradientClipNorm = -1 }, "GradientClipNorm is -1" },
        { new TrainingOptions { GradientClipNorm = float.PositiveInfinity }, "GradientClipNorm" },
        { new TrainingOptions { WeightAveraging = 0 }, "WeightAveraging is 0; it must be above 0, or null for no average" },
        { new TrainingOptions { WeightAveraging = double.NaN }, "WeightAveraging is NaN" },
        { new TrainingOptions { WeightAveraging = 1, Precision = TrainingPrecision.Half }, "Precision is Half and WeightAveraging is set" },
        { new TrainingOptions { ValidationFraction = double.NaN }, "ValidationFraction is NaN" },
        { new TrainingOptions { ValidationFraction = -0.1 }, "ValidationFraction" },
        { new TrainingOptions { Threads = 1025 }, "Threads is 1025" },
        { new TrainingOptions { Pipeline = PipelineMode.On, Threads = 1 }, "Pipeline is On; pipelined training needs at least 2 threads" },
        {
            new TrainingOptions { Pipeline = PipelineMode.On, Rule = LearningRuleKind.Backpropagation },
            "Pipeline is On; pipelined training needs a rule whose layers learn from the forward pass alone; Backpropagation waits for the error"
        },
        {
            new TrainingOptions { Pipeline = PipelineMode.On, Rule = LearningRuleKind.Shallow },
            "Pipeline is On; pipelined training needs several layers that learn, and with Shallow the prediction layer alone does"
        },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void What_is_unsound_is_named_with_its_value(TrainingOptions options, string message)
        => Assert.StartsWith(message, Assert.Single(options.Validate()), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 511, 8)]
    [InlineData(0, 512, 16)]
    [InlineData(0, 1437, 32)]
    [InlineData(0, 4095, 64)]
    [InlineData(0, 4096, 128)]
    [InlineData(0, 1_000_000, 128)]
    [InlineData(0, 7, 7)]
    [InlineData(50, 49, 49)]
    [InlineData(50, 100_000, 50)]
    public void The_batch_size_suits_the_rows(int asked, int rows, int expected)
        => Assert.Equal(expected, new TrainingOptions { BatchSize = asked }.EffectiveBatchSize(rows, isRegression: false));

    [Fact]
    public void A_trainer_without_options_has_the_defaults() => Assert.Equal(new TrainingOptions(), new Trainer().Options);
}
