using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Spiking;
using SigProp.Tests.Persistence;
using SigProp.Training;

namespace SigProp.Tests.Spiking;

/// <summary>Spiking networks learn, and are networks like all others: in a pipeline, saved, row by row.</summary>
public sealed class SpikingTrainingTests
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 12,
        BatchSize = 16,
        Optimizer = new AdamSpec { LearningRate = 0.005f },
        ValidationFraction = 0,
        Pipeline = PipelineMode.Off,
        Threads = 2,
        Seed = 3,
    };

    private static readonly Dictionary<string, NetworkSpec> s_networks = SpikingNetworks.All();

    public static TheoryData<string> Names() => [.. s_networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_kind_learns_and_has_the_same_bits_in_a_pipeline_in_a_file_and_row_by_row(string name)
    {
        NetworkSpec spec = s_networks[name];
        Dataset data = SpikingNetworks.Rows(240), test = SpikingNetworks.Rows(90, seed: 5);
        Network network = new Trainer(s_options).Train(spec, data).Network;
        double accuracy = Evaluation.Of(network, test).Accuracy;
        Assert.True(accuracy >= (spec.Image is null ? 0.9 : 0.5), $"{name}: {accuracy}");

        PipelineMode mode = spec.Targets.Kind == TargetGeneratorKind.TargetOnly ? PipelineMode.On : PipelineMode.Off;
        Network other = new Trainer(s_options with { Threads = 3, Pipeline = mode }).Train(spec, data).Network;
        Assert.Equal(Given.Tensors(network), Given.Tensors(other));

        Network loaded = ModelFiles.Load(ModelFiles.Bytes(new Model(network, ["a", "b", "c"]))).Network;
        Assert.Equal(spec, loaded.Spec);
        float[] all = Predict(network, test.Features);
        Assert.Equal(all, Predict(loaded, test.Features));
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(all.AsSpan(3 * i, 3).ToArray(), Predict(network, test.Row(i).ToArray()));
        }

        if (network.HasExits)
        {
            float[] early = new float[all.Length];
            int[] depths = new int[test.Count];
            network.PredictEarly(test.Features, 1, early, depths);
            Assert.Equal(all, early);
            network.PredictEarly(test.Features, 0.5, early, depths);
            Assert.All(early, p => Assert.InRange(p, 0f, 1f));
        }
    }

    [Theory]
    [InlineData(LearningRuleKind.Backpropagation)]
    [InlineData(LearningRuleKind.Shallow)]
    public void Other_rules_learn_on_the_same_layers(LearningRuleKind rule)
    {
        Dataset data = SpikingNetworks.Rows(240), test = SpikingNetworks.Rows(90, seed: 5);
        foreach (string name in new[] { "dense", "images", "rates", "normalised, dropped" })
        {
            Network network = new Trainer(s_options with { Rule = rule, Epochs = 20 }).Train(s_networks[name], data).Network;
            double accuracy = Evaluation.Of(network, test).Accuracy;
            Assert.True(accuracy >= (name == "images" ? 0.5 : 0.8), $"{name}: {accuracy}");
        }
    }

    [Theory]
    [InlineData(HeadKind.NearestTarget)]
    [InlineData(HeadKind.Linear)]
    public void Numbers_are_predicted_too(HeadKind head)
    {
        Dataset rows = SpikingNetworks.Rows(300);
        float[] values = [.. Enumerable.Range(0, rows.Count).Select(i => rows.Row(i)[0] + (2 * rows.Row(i)[1]))];
        NetworkSpec spec = NetworkSpec.CreateRegression(SpikingNetworks.Width).Bins(16).Spiking().Dense(60).Dense(40).Head(head).Build();
        Network network = new Trainer(s_options with { Epochs = 40 }).Train(spec, Dataset.ForRegression(rows.Features, rows.Width, values)).Network;
        double r2 = RegressionEvaluation.Of(network, Dataset.ForRegression(rows.Features, rows.Width, values)).R2;
        Assert.True(r2 > 0.5, $"{r2}");
    }

    [Theory]
    [InlineData(SpikingLearningSignal.Surrogate)]
    [InlineData(SpikingLearningSignal.Voltage)]
    public void Memory_for_signals_does_not_grow_with_depth(SpikingLearningSignal signal)
    {
        long[] bytes = [.. new[] { 3, 9 }.Select(depth =>
        {
            NetworkSpecBuilder builder = NetworkSpec.Create(SpikingNetworks.Width, 3).Spiking(new() { LearningSignal = signal });
            for (int i = 0; i < depth; i++)
            {
                builder.Dense(40);
            }

            return new Trainer(s_options with { Epochs = 1 }).Train(builder.Build(), SpikingNetworks.Rows(64)).Report.SignalBytes;
        })];
        Assert.Equal(bytes[0], bytes[1]);
    }

    [Fact]
    public void Sequences_that_only_time_tells_apart_are_told_apart()
    {
        NetworkSpec spec = NetworkSpec.Create(8 * 4, 2)
            .Spiking(new SpikingSpec { Steps = 8, Input = SpikingInput.TimeSeries, Neuron = NeuronKind.LeakyIntegrateAndFire, TimeConstant = 4 })
            .Dense(100).Dense(100).Build();
        Network network = new Trainer(s_options with { Epochs = 30 }).Train(spec, SpikingNetworks.Orders(1000, 8, 4, seed: 1)).Network;
        double accuracy = Evaluation.Of(network, SpikingNetworks.Orders(1000, 8, 4, seed: 2)).Accuracy;
        Assert.True(accuracy > 0.9, $"{accuracy}");
    }

    private static float[] Predict(Network network, float[] features)
    {
        float[] probabilities = new float[features.Length / network.InputWidth * network.ClassCount];
        network.Predict(features, probabilities);
        return probabilities;
    }
}
