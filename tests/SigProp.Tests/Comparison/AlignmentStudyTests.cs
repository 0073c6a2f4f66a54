using SigProp.Comparison;
using SigProp.Continuous;
using SigProp.Data;
using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.Tests.Comparison;

/// <summary>Angles between updates and gradients.</summary>
public sealed class AlignmentStudyTests
{
    private static readonly NetworkSpec s_digits = NetworkSpec.Create(64, 10).Dense(64).Dense(64).Build();

    [Fact]
    public void Backpropagation_lies_like_itself()
    {
        foreach (NetworkSpec spec in new[]
        {
            s_digits with { Layers = [new DenseSpec(32) { BatchNormalization = true, Dropout = 0.2f }, new DenseSpec(16)] },
            s_digits with { Spiking = new SpikingSpec(), Layers = [new DenseSpec(32)] },
        })
        {
            IReadOnlyList<AlignmentPoint> points = Run(spec, LearningRuleKind.Backpropagation, 2);
            Assert.Equal([0, 1, 2], points.Select(p => p.Epoch));
            Assert.All(points.SelectMany(p => p.Degrees), d => Assert.InRange(d.Value, 0, 0.1));
        }
    }

    [Fact]
    public void Signal_propagation_goes_downhill()
    {
        IReadOnlyList<AlignmentPoint> points = Run(s_digits, LearningRuleKind.SignalPropagation, 5);
        Assert.Equal(6, points.Count);
        Assert.Equal(["layer1", "layer2"], points[^1].Degrees.Select(d => d.Name));
        Assert.All(points[^1].Degrees, d => Assert.InRange(d.Value, 0.1, 89));

        // Random directions among 64 x 64 weights lie at 90 +- 0.9 degrees.
        Assert.InRange(points[^1].Degrees[^1].Value, 0.1, 85);
    }

    [Theory]
    [InlineData(LearningRuleKind.FeedbackAlignment)]
    [InlineData(LearningRuleKind.DirectFeedbackAlignment)]
    [InlineData(LearningRuleKind.LocalLearning)]
    [InlineData(LearningRuleKind.LocalLearningFeedbackAlignment)]
    [InlineData(LearningRuleKind.DifferenceTargetPropagation)]
    [InlineData(LearningRuleKind.ErrorForwardPropagation)]
    [InlineData(LearningRuleKind.SyntheticGradients)]
    public void Every_rule_with_layers_that_learn_has_angles(LearningRuleKind rule)
    {
        // Difference target propagation gives the last hidden layer the gradient itself.
        IReadOnlyList<AlignmentPoint> points = Run(s_digits, rule, 5);
        Assert.All(points[^1].Degrees, d => Assert.InRange(d.Value, 0, 89));
    }

    [Fact]
    public void Voltages_are_held_against_the_gradient_through_the_surrogate()
        => Assert.All(
            Run(s_digits with { Spiking = new SpikingSpec { LearningSignal = SpikingLearningSignal.Voltage } }, LearningRuleKind.SignalPropagation, 1)
                .SelectMany(p => p.Degrees), d => Assert.InRange(d.Value, 0.1, 179));

    [Fact]
    public void Convolutions_and_regressions_have_angles_too()
    {
        NetworkSpec images = NetworkSpec.Create(new ImageShape(1, 8, 8), 10).Convolution(4, batchNormalization: true).MaxPooling().Dense(16).Build();
        Assert.Equal(2, Run(images, LearningRuleKind.SignalPropagation, 1)[1].Degrees.Count);
        var numbers = Dataset.ForRegression(Given.Uniform(300), 3, Given.Uniform(100, seed: 2));
        foreach (NetworkSpec spec in new[]
        {
            NetworkSpec.CreateRegression(3).Dense(8).Head(HeadKind.Linear).Build(),
            NetworkSpec.CreateRegression(3).Dense(8).Loss(LocalLossKind.PairsByLabel).Head(HeadKind.Linear).Build(),
        })
        {
            Assert.InRange(AlignmentStudy.Run(spec, numbers, new TrainingOptions { Epochs = 1 })[1].Degrees[0].Value, 0, 180);
        }
    }

    [Fact]
    public void Measuring_changes_nothing()
    {
        Dataset data = Given.Clouds(200);
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(8, batchNormalization: true).Dense(8).Build();
        var options = new TrainingOptions { Epochs = 3, ValidationFraction = 0, Threads = 2 };
        var losses = new List<double>();
        AlignmentStudy.Run(spec, data, options, new Told(p => losses.Add(p.Completed!.Training[^1].Loss)));
        Assert.Equal(new Trainer(options).Train(spec, data).Report.Epochs.Select(e => e.Training[^1].Loss), losses);
    }

    [Fact]
    public void A_pipeline_gives_the_same_angles_and_16_bits_give_near_ones()
    {
        Dataset data = Given.Clouds(300);
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(16).Dense(16).Build();
        var options = new TrainingOptions { Epochs = 2, Threads = 2, Pipeline = PipelineMode.Off };
        double[] degrees = Degrees(options);
        Assert.Equal(degrees, Degrees(options with { Pipeline = PipelineMode.On }));
        double[] half = Degrees(options with { Precision = TrainingPrecision.Half });
        Assert.All(degrees.Zip(half), d => Assert.Equal(d.First, d.Second, 5.0));

        double[] Degrees(TrainingOptions how) => [.. AlignmentStudy.Run(spec, data, how).SelectMany(p => p.Degrees).Select(d => d.Value)];
    }

    [Fact]
    public void Cancelling_leaves_what_was_measured()
    {
        using var source = new CancellationTokenSource();
        IReadOnlyList<AlignmentPoint> points = AlignmentStudy.Run(
            NetworkSpec.Create(4, 3).Dense(8).Build(), Given.Clouds(60), new TrainingOptions { Epochs = 9 }, new Told(_ => source.Cancel()), source.Token);
        Assert.Equal([0, 1], points.Select(p => p.Epoch));
    }

    [Fact]
    public void What_has_no_angles_is_refused()
    {
        Dataset data = ComparedData.Digits();
        var options = new TrainingOptions { Epochs = 1 };
        Assert.Contains("Shallow", Refused(s_digits, options with { Rule = LearningRuleKind.Shallow }), StringComparison.Ordinal);
        Assert.Contains("continuous", Refused(s_digits with { Continuous = new ContinuousSpec() }, options), StringComparison.Ordinal);
        Assert.Contains("NearestTarget", Refused(s_digits with { Head = HeadKind.NearestTarget }, options), StringComparison.Ordinal);
        Assert.Contains("features", Refused(s_digits with { Inputs = 63 }, options), StringComparison.Ordinal);
        Assert.Throws<ConfigurationException>(() => AlignmentStudy.Run(s_digits with { Classes = 1 }, data, options));

        string Refused(NetworkSpec spec, TrainingOptions how)
            => Assert.ThrowsAny<ArgumentException>(() => AlignmentStudy.Run(spec, data, how)).Message;
    }

    private static IReadOnlyList<AlignmentPoint> Run(NetworkSpec spec, LearningRuleKind rule, int epochs)
    {
        Dataset data = ComparedData.Digits();
        (Dataset train, _) = ComparedData.Fold(data, [.. Enumerable.Range(0, 200)]);
        return AlignmentStudy.Run(spec, train, new TrainingOptions { Rule = rule, Epochs = epochs, Seed = 3 });
    }

    /// <summary>Told of the ends of epochs alone.</summary>
    private sealed class Told(Action<TrainingProgress> then) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Completed is not null)
            {
                then(value);
            }
        }
    }
}
