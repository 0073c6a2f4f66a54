using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Learning;

/// <summary>Signal propagation learns with every kind of layer, loss, generator and head.</summary>
public sealed class SignalPropagationTests
{
    private const double Least = 0.96;

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 12,
        BatchSize = 16,
        Optimizer = new AdamSpec { LearningRate = 0.01f },
        ValidationFraction = 0,
        Threads = 1,
    };

    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["defaults"] = Start().Dense(16).Dense(12).Build(),
        ["one layer"] = Start().Dense(16).Build(),
        ["five layers"] = Start().Dense(16).Dense(16).Dense(16).Dense(16).Dense(16).Build(),
        ["identity"] = Start().Dense(16, Activation.Identity).Dense(12, Activation.Identity).Build(),
        ["ReLU"] = Start().Dense(16, Activation.ReLU).Dense(12, Activation.ReLU).Build(),
        ["tanh"] = Start().Dense(16, Activation.Tanh).Dense(12, Activation.Tanh).Build(),
        ["batch normalisation"] = Start().Dense(16, batchNormalization: true).Dense(12, batchNormalization: true).Build(),
        ["dropout"] = Start().Dense(32, dropout: 0.2f).Dense(24, dropout: 0.2f).Build(),
        ["dropout, tanh, batch normalisation"] = Start()
            .Dense(32, Activation.Tanh, 0.2f, true).Dense(24, Activation.Tanh, 0.2f, true).Build(),
        ["fixed generator"] = Start().Dense(24).Dense(16).Targets(learned: false).Build(),
        ["distance"] = Start().Dense(16).Dense(12).Loss(LocalLossKind.SquaredDistance).Build(),
        ["both losses"] = Start().Dense(16, loss: LocalLossKind.SquaredDistance).Dense(12, loss: LocalLossKind.Dot).Build(),
        ["nearest target by dot product"] = Start().Dense(16).Dense(12).Head(HeadKind.NearestTarget).Build(),
        ["nearest target by distance"] = Start().Dense(16).Dense(12).Loss(LocalLossKind.SquaredDistance).Head(HeadKind.NearestTarget).Build(),
        ["nearest target, fixed generator"] = Start().Dense(24).Dense(16).Targets(learned: false).Head(HeadKind.NearestTarget).Build(),
    };

    public static TheoryData<string> Names() => [.. s_networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_learns_three_clouds_and_every_layer_can_answer(string name)
    {
        Dataset test = Given.Clouds(300, spread: 0.25, seed: 2);
        TrainingResult result = new Trainer(s_options).Train(s_networks[name], Given.Clouds(300, spread: 0.25));
        Network network = result.Network;
        double accuracy = Evaluation.Of(network, test).Accuracy;
        Assert.True(accuracy >= Least, $"head: {accuracy}");
        for (int exit = 1; exit <= network.LayerCount; exit++)
        {
            accuracy = Evaluation.Of(network, test, exit).Accuracy;
            Assert.True(accuracy >= Least, $"exit {exit}: {accuracy}");
        }

        bool hasClassifier = network.Spec.Head == HeadKind.Classifier;
        string[] learners = [.. Enumerable.Range(1, network.LayerCount).Select(i => $"layer{i}"), .. hasClassifier ? ["head"] : Array.Empty<string>()];
        Assert.Equal(learners, result.Report.Epochs[^1].Training.Select(t => t.Name));
    }

    [Fact]
    public void A_fixed_generator_stays_as_it_was_drawn()
    {
        NetworkSpec spec = s_networks["fixed generator"];
        Network network = new Trainer(s_options with { Seed = 9 }).Train(spec, Given.Clouds(60)).Network;
        Network drawn = Network.Create(spec, 9);
        Assert.Equal(drawn.GetTensor("targets.weight"), network.GetTensor("targets.weight"));
        Assert.Equal(drawn.GetTensor("targets.bias"), network.GetTensor("targets.bias"));
        Assert.False(drawn.GetTensor("layer1.weight").SequenceEqual(network.GetTensor("layer1.weight")));
    }

    [Theory]
    [InlineData(LocalLossKind.Dot)]
    [InlineData(LocalLossKind.SquaredDistance)]
    public void A_nearest_target_head_answers_as_the_last_exit_does(LocalLossKind loss)
    {
        NetworkSpec spec = Start().Dense(9).Dense(7).Loss(loss).Head(HeadKind.NearestTarget).Build();
        Dataset data = Given.Clouds(60);
        Network network = new Trainer(s_options with { Epochs = 1 }).Train(spec, data).Network;
        float[] head = new float[60 * 3], exit = new float[60 * 3];
        network.Predict(data.Features, head);
        network.PredictAtExit(data.Features, exit, 2);
        Assert.Equal(exit, head);
    }

    private static NetworkSpecBuilder Start() => NetworkSpec.Create(4, 3);
}
