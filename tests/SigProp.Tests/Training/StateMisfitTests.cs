using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Training;

/// <summary>Training goes on from the state of the same network, rule and optimizer only.</summary>
public sealed class StateMisfitTests
{
    private static readonly Dataset s_data = Given.Clouds(40);
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(8).Dense(6).Build();
    private static readonly TrainingOptions s_options = new() { Epochs = 1, Threads = 1, ValidationFraction = 0 };

    public static TheoryData<TrainingOptions, string> OtherOptions() => new()
    {
        { s_options with { Rule = LearningRuleKind.Backpropagation }, "training by SignalPropagation, and the options say Backpropagation." },
        { s_options with { Optimizer = new AdamWSpec() }, "the optimizer AdamSpec, and the options say AdamWSpec." },
        { s_options with { Optimizer = new SgdSpec() }, "the optimizer AdamSpec, and the options say SgdSpec without momentum." },
    };

    public static TheoryData<NetworkSpec, string> OtherNetworks() => new()
    {
        { NetworkSpec.Create(4, 3).Dense(8).Build(), "this one has no parameter 'layer2.weight'." },
        { NetworkSpec.Create(4, 3).Dense(7).Dense(6).Build(), "'layer1.weight' is 8 x 4 there and 7 x 4 here." },
        { NetworkSpec.Create(4, 3).Dense(8).Dense(6).Dense(6).Build(), "learned there, and layer1.weight" },
        { NetworkSpec.Create(4, 3).Dense(8).Dense(6).Targets(learned: false).Build(), "targets.weight, targets.bias, head.weight, head.bias learned there" },
    };

    [Theory]
    [MemberData(nameof(OtherOptions))]
    public void Another_rule_or_optimizer_is_refused(TrainingOptions options, string message)
    {
        TrainingResult first = new Trainer(s_options).Train(s_spec, s_data);
        var exception = Assert.Throws<ArgumentException>("state", () => new Trainer(options).TrainMore(first.Network, first.State, s_data));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Contains("Give null", exception.Message, StringComparison.Ordinal);
        new Trainer(options).TrainMore(first.Network, null, s_data);
    }

    [Fact]
    public void Momentum_is_another_optimizer_than_plain_descent()
    {
        TrainingOptions plain = s_options with { Optimizer = new SgdSpec() }, momentum = s_options with { Optimizer = new SgdSpec { Momentum = 0.9f } };
        TrainingResult first = new Trainer(plain).Train(s_spec, s_data);
        Assert.Throws<ArgumentException>("state", () => new Trainer(momentum).TrainMore(first.Network, first.State, s_data));
    }

    [Fact]
    public void Another_learning_rate_is_no_other_optimizer()
    {
        TrainingResult first = new Trainer(s_options).Train(s_spec, s_data);
        var slower = new AdamSpec { LearningRate = 1e-4f };
        TrainingResult second = new Trainer(s_options with { Optimizer = slower }).TrainMore(first.Network, first.State, s_data);
        Assert.Equal(slower, second.State.Optimizer);
    }

    [Theory]
    [MemberData(nameof(OtherNetworks))]
    public void The_state_of_another_network_is_refused(NetworkSpec other, string message)
    {
        TrainingState state = new Trainer(s_options).Train(s_spec, s_data).State;
        Network network = Network.Create(other);
        float[] before = Given.Tensors(network);
        var exception = Assert.Throws<ArgumentException>("state", () => new Trainer(s_options).TrainMore(network, state, s_data));
        Assert.Contains("The state is that of another network", exception.Message, StringComparison.Ordinal);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Given.Tensors(network));
    }

    [Fact]
    public void A_model_takes_the_state_of_its_network_only()
    {
        TrainingState state = new Trainer(s_options).Train(s_spec, s_data).State;
        Network other = Network.Create(NetworkSpec.Create(4, 3).Dense(7).Dense(6).Build());
        Assert.Throws<ArgumentException>("state", () => new Model(other, ["a", "b", "c"], state: state));
        Assert.Same(state, new Model(Network.Create(s_spec), ["a", "b", "c"], state: state).State);
    }

    [Fact]
    public void Nulls_are_refused()
    {
        Assert.Throws<ArgumentNullException>("network", () => new Trainer().TrainMore(null!, null, s_data));
        Assert.Throws<ArgumentNullException>("data", () => new Trainer().TrainMore(Network.Create(s_spec), null, (Dataset)null!));
    }
}
