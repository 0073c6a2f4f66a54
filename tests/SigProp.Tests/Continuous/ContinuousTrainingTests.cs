using System.Globalization;
using SigProp.Continuous;
using SigProp.Data;
using SigProp.Tests.Persistence;
using SigProp.Tests.Readme;
using SigProp.Tests.Spiking;
using SigProp.Training;

namespace SigProp.Tests.Continuous;

/// <summary>Continuous networks learn, and are networks like all others: on any number of threads, saved, row by row.</summary>
public sealed class ContinuousTrainingTests
{
    private static readonly Dictionary<string, NetworkSpec> s_networks = ContinuousNetworks.All();

    public static TheoryData<string> Names() => [.. s_networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_kind_learns_and_has_the_same_bits_on_any_threads_in_a_file_and_row_by_row(string name)
    {
        NetworkSpec spec = s_networks[name];
        Dataset data = SpikingNetworks.Rows(240), test = SpikingNetworks.Rows(90, seed: 5);
        TrainingOptions options = ContinuousNetworks.Options with { Epochs = name == "three states" ? 60 : 15 };
        TrainingResult result = new Trainer(options).Train(spec, data);
        Network network = result.Network;
        double accuracy = Evaluation.Of(network, test).Accuracy;
        Assert.True(accuracy >= 0.9, $"{name}: {accuracy}");
        Assert.Equal(20, result.Report.BatchSize);
        Assert.Empty(result.Report.Warnings);

        foreach (int threads in new[] { 1, 3 })
        {
            Network other = new Trainer(options with { Threads = threads }).Train(spec, data).Network;
            Assert.Equal(Given.Tensors(network), Given.Tensors(other));
        }

        Network loaded = ModelFiles.Load(ModelFiles.Bytes(new Model(network, ["a", "b", "c"]))).Network;
        Assert.Equal(spec, loaded.Spec);
        float[] all = Predict(network, test.Features);
        Assert.Equal(all, Predict(loaded, test.Features));
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(all.AsSpan(3 * i, 3).ToArray(), Predict(network, test.Row(i).ToArray()));
        }

        network.PredictionThreads = 3;
        Assert.Equal(all, Predict(network, test.Features));
        Assert.Equal(all.AsSpan(3 * 7, 3 * 13).ToArray(), Predict(network, test.Features.AsSpan(7 * test.Width, 13 * test.Width).ToArray()));
    }

    [Theory]
    [InlineData(ContinuousFeedback.LearnedLoop)]
    [InlineData(ContinuousFeedback.Symmetric)]
    public void Handwritten_digits_are_learned(ContinuousFeedback feedback)
    {
        Dataset data = Digits();
        int[] fold = StratifiedSplit.Folds(data, 5)[0];
        Dataset train = data.Select([.. Enumerable.Range(0, data.Count).Except(fold)]), test = data.Select(fold);
        NetworkSpec spec = NetworkSpec.Create(64, 10).Continuous(new ContinuousSpec { Feedback = feedback }).Dense(200).Build();
        TrainingResult result = new Trainer(new TrainingOptions { Epochs = 30, ValidationFraction = 0, Seed = 1 }).Train(spec, train);
        double accuracy = Evaluation.Of(result.Network, test).Accuracy;
        Assert.True(accuracy >= 0.95, $"accuracy {accuracy}");
        Assert.Empty(result.Report.Warnings);
    }

    [Fact]
    public void However_coarse_the_tolerance_the_nudge_reaches_all_layers()
    {
        // The output moves first, and one hidden layer more a step.
        var options = new TrainingOptions { Epochs = 1, Seed = 1, ValidationFraction = 0 };
        var coarse = new ContinuousSpec { Tolerance = 100f };
        Network[] networks = [.. new[] { coarse, coarse with { Tolerance = 0, FreeSteps = 3, NudgedSteps = 3 } }.Select(spec =>
            new Trainer(options).Train(NetworkSpec.Create(64, 10).Continuous(spec).Dense(32).Dense(16).Build(), Digits()).Network)];
        Assert.Equal(networks[1].GetTensor("layer1.weight").ToArray(), networks[0].GetTensor("layer1.weight").ToArray());
    }

    [Fact]
    public void A_fixed_loop_stays_as_it_was_drawn_and_a_learned_one_does_not()
    {
        Dataset data = SpikingNetworks.Rows(60);
        Assert.Equal(Loop(0, ContinuousFeedback.FixedLoop), Loop(2, ContinuousFeedback.FixedLoop));
        Assert.NotEqual(Loop(0, ContinuousFeedback.LearnedLoop), Loop(2, ContinuousFeedback.LearnedLoop));

        float[] Loop(int epochs, ContinuousFeedback feedback)
        {
            NetworkSpec spec = ContinuousNetworks.One(new() { Feedback = feedback });
            Network network = Network.Create(spec, ContinuousNetworks.Options.Seed);
            return (epochs == 0 ? network : new Trainer(ContinuousNetworks.Options with { Epochs = epochs }).TrainMore(network, null, data).Network)
                .GetTensor("loop.weight").ToArray();
        }
    }

    [Fact]
    public void A_network_learns_more_and_learns_more_classes()
    {
        Dataset data = SpikingNetworks.Rows(240);
        int[] two = [.. Enumerable.Range(0, data.Count).Where(i => data.Labels[i] < 2)];
        Dataset less = data.Select(two);
        var first = new Dataset(less.Features, less.Width, less.Labels, 2);
        NetworkSpec spec = NetworkSpec.Create(SpikingNetworks.Width, 2).Continuous().Dense(40).Build();
        TrainingResult result = new Trainer(ContinuousNetworks.Options).Train(spec, first);
        TrainingResult more = new Trainer(ContinuousNetworks.Options with { AddClasses = true }).TrainMore(result.Network, null, data);
        Assert.Equal(3, more.Network.ClassCount);
        Assert.True(Evaluation.Of(more.Network, SpikingNetworks.Rows(90, seed: 5)).Accuracy >= 0.9);
    }

    [Fact]
    public void Validation_early_stopping_and_calibration_work_as_for_others()
    {
        Dataset data = SpikingNetworks.Rows(600);
        TrainingResult result = new Trainer(new TrainingOptions { Epochs = 8, Seed = 2 }).Train(ContinuousNetworks.Two(), data);
        Assert.Equal(60, result.Report.ValidationRows);
        Assert.All(result.Report.Epochs, e => Assert.Single(e.Validation));
        Assert.NotNull(result.Network.Calibration);
        float[] probabilities = Predict(result.Network, data.Features);
        Assert.All(Enumerable.Range(0, data.Count), i => Assert.Equal(1f, probabilities[3 * i] + probabilities[(3 * i) + 1] + probabilities[(3 * i) + 2], 1e-5f));
    }

    [Fact]
    public void Rates_follow_the_schedule_all_of_them()
    {
        Network network = Network.Create(ContinuousNetworks.Two());
        using var context = new SigProp.Numerics.ComputeContext(1);
        var rule = ContinuousNetworks.Rule(network, context, 10);
        rule.SetLearningRate(0.1f);
        Assert.Equal([0.1f, 0.05f, 0.025f, 0.025f], rule.Optimizers.Select(o => o.LearningRate));
    }

    /// <summary>The digits sample, in [0, 1].</summary>
    internal static Dataset Digits()
    {
        string[][] lines = [.. File.ReadLines(Path.Combine(Repository.Root, "samples", "data", "digits.csv")).Skip(1).Select(l => l.Split(','))];
        float[] pixels = [.. lines.SelectMany(l => l[..64]).Select(v => float.Parse(v, CultureInfo.InvariantCulture) / 16)];
        return new Dataset(pixels, 64, [.. lines.Select(l => int.Parse(l[64], CultureInfo.InvariantCulture))], 10);
    }

    private static float[] Predict(Network network, float[] features)
    {
        float[] probabilities = new float[features.Length / network.InputWidth * network.ClassCount];
        network.Predict(features, probabilities);
        return probabilities;
    }
}
