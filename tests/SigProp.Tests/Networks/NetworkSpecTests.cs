using SigProp.Training;

namespace SigProp.Tests.Networks;

public sealed class NetworkSpecTests
{
    [Fact]
    public void Defaults_are_those_documented()
    {
        NetworkSpec spec = NetworkSpec.Create(4, 3).Dense(8).Build();
        Assert.Equal((4, 3, LocalLossKind.Dot, HeadKind.Classifier), (spec.Inputs, spec.Classes, spec.Loss, spec.Head));
        Assert.True(spec.Targets.Learned);
        Assert.Equal(
            new DenseSpec(8) { Activation = Activation.LeakyReLU, NegativeSlope = 0.01f, BatchNormalization = false, Dropout = 0, Loss = null },
            spec.Layers[0]);
        Assert.Equal(new DenseSpec(8), new DenseSpec(8) { Activation = Activation.LeakyReLU, NegativeSlope = 0.01f });
    }

    [Fact]
    public void Everything_that_is_wrong_is_listed_at_once()
    {
        var spec = new NetworkSpec
        {
            Inputs = 0,
            Classes = 1,
            Targets = null!,
            Loss = (LocalLossKind)7,
            Head = (HeadKind)8,
            Layers =
            [
                new DenseSpec(0) { Activation = (Activation)9, NegativeSlope = 1, Dropout = float.NaN }, null!,
                new DenseSpec(3) { Loss = (LocalLossKind)9, Dropout = 1, NegativeSlope = -0.1f },
            ],
        };
        string[] errors =
        [
            "Inputs is 0", "Classes is 1", "Layer 1: Units is 0", "Layer 1: Activation 9", "Layer 1: NegativeSlope is 1", "Layer 1: Dropout is NaN",
            "Layer 2 is null", "Layer 3: NegativeSlope is -0.1", "Layer 3: Dropout is 1", "Layer 3: Loss 9", "Targets is null", "Loss 7", "Head 8",
        ];
        var exception = Assert.Throws<ConfigurationException>(() => Network.Create(spec));
        Assert.Equal(errors.Length, exception.Errors.Count);
        Assert.All(errors.Zip(exception.Errors), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.StartsWith("The network cannot be used: Inputs is 0;", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_builder_checks_at_the_end_and_lists_everything()
    {
        NetworkSpecBuilder builder = NetworkSpec.Create(-1, 3).Dense(-2, dropout: 2);
        var exception = Assert.Throws<ConfigurationException>(builder.Build);
        Assert.Equal(3, exception.Errors.Count);
        Assert.Throws<ArgumentNullException>("layer", () => builder.Add(null!));
    }

    [Fact]
    public void A_network_without_layers_is_refused()
    {
        Assert.StartsWith(
            "Layers is empty", Assert.Single(Assert.Throws<ConfigurationException>(NetworkSpec.Create(2, 2).Build).Errors), StringComparison.Ordinal);
        Assert.NotEmpty(new NetworkSpec { Inputs = 1, Classes = 2, Layers = null! }.Validate());
    }

    [Fact]
    public void A_layer_too_large_for_memory_is_an_error_like_the_others()
    {
        var exception = Assert.Throws<ConfigurationException>(NetworkSpec.Create(100_000, 3).Dense(50_000).Dense(60_000).Build);
        Assert.Equal(2, exception.Errors.Count);
        Assert.StartsWith("Layer 1: 50000 units of 100000 inputs", exception.Errors[0], StringComparison.Ordinal);
        Assert.StartsWith("Layer 2: 60000 units of 50000 inputs", exception.Errors[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_builder_builds_what_it_was_told()
    {
        NetworkSpec spec = NetworkSpec.Create(4, 3)
            .Dense(8, Activation.Tanh, 0.1f, true, LocalLossKind.Dot)
            .Add(new DenseSpec(5) { NegativeSlope = 0.2f })
            .Targets(learned: false)
            .Loss(LocalLossKind.SquaredDistance)
            .Head(HeadKind.NearestTarget)
            .Build();
        Assert.Equal(
            [
                new DenseSpec(8) { Activation = Activation.Tanh, Dropout = 0.1f, BatchNormalization = true, Loss = LocalLossKind.Dot },
                new DenseSpec(5) { NegativeSlope = 0.2f },
            ],
            spec.Layers);
        Assert.Equal((false, LocalLossKind.SquaredDistance, HeadKind.NearestTarget), (spec.Targets.Learned, spec.Loss, spec.Head));
        Assert.Equal((LocalLossKind.Dot, LocalLossKind.SquaredDistance), (spec.LossOf(0), spec.LossOf(1)));
    }

    [Fact]
    public void Specifications_that_say_the_same_are_equal_and_keep_no_list_of_the_callers()
    {
        LayerSpec[] layers = [new DenseSpec(3), new DenseSpec(4) { Dropout = 0.5f }];
        var spec = new NetworkSpec { Inputs = 2, Classes = 2, Layers = layers };
        NetworkSpec same = NetworkSpec.Create(2, 2).Dense(3).Dense(4, dropout: 0.5f).Build();
        Assert.Equal(same, spec);
        Assert.Equal(same.GetHashCode(), spec.GetHashCode());
        layers[0] = new DenseSpec(0);
        Assert.Equal(same, spec);
        Assert.NotEqual(same, spec with { Layers = layers });
    }

    [Fact]
    public void Errors_of_network_and_options_are_reported_together()
    {
        var trainer = new Trainer(new TrainingOptions { Epochs = 0 });
        var spec = new NetworkSpec { Inputs = 0, Classes = 3, Layers = [new DenseSpec(2)] };
        var exception = Assert.Throws<ConfigurationException>(() => trainer.Train(spec, Given.Clouds(30)));
        Assert.Equal(["Inputs", "Epochs"], exception.Errors.Select(e => e.Split(' ')[0]));
    }
}
