using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Training;

/// <summary>Classes that the network does not know are refused, or added where that is asked for.</summary>
public sealed class NewClassesTests
{
    private static readonly Dataset s_all = Given.Clouds(240, classes: 4, spread: 0.2);
    private static readonly Dataset s_old = Old(s_all);

    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 30,
        BatchSize = 16,
        Threads = 1,
        ValidationFraction = 0,
        Schedule = LearningRateSchedule.Constant,
        Optimizer = new AdamSpec { LearningRate = 0.01f },
    };

    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["classifier"] = NetworkSpec.Create(4, 3).Dense(16).Dense(12).Build(),
        ["nearest target"] = NetworkSpec.Create(4, 3).Dense(16).Dense(12, batchNormalization: true).Head(HeadKind.NearestTarget).Build(),
        ["vote"] = NetworkSpec.Create(4, 3).Dense(16).Dense(12).Head(HeadKind.Vote).Build(),
        ["target of class and input"] = PerSample(TargetGeneratorKind.TargetInput),
        ["target loop"] = PerSample(TargetGeneratorKind.TargetLoop),
        ["corrected target loop"] = PerSample(TargetGeneratorKind.CorrectedTargetLoop),
        ["convolution"] = NetworkSpec.Create(new ImageShape(1, 2, 2), 3).Add(new ConvolutionSpec(6)).Dense(12).Build(),
        ["fixed targets"] = NetworkSpec.Create(4, 3).Dense(16).Targets(learned: false).Build(),
    };

    public static TheoryData<string> Networks() => [.. s_networks.Keys];

    [Fact]
    public void New_classes_are_refused_with_what_to_do()
    {
        TrainingResult first = new Trainer(s_options with { Epochs = 1 }).Train(s_networks["classifier"], s_old);
        float[] before = Given.Tensors(first.Network);
        string message = Assert.Throws<ArgumentException>("data", () => new Trainer(s_options).TrainMore(first.Network, first.State, s_all)).Message;
        Assert.StartsWith("The training data have 4 classes and the network 3. Those from 3 on, counted from 0, are new", message, StringComparison.Ordinal);
        Assert.Contains("Network.AddClasses(1)", message, StringComparison.Ordinal);
        Assert.Contains("the option AddClasses", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("data", () => new Trainer(s_options with { AddClasses = true }).Train(first.Network, s_all));
        Assert.Throws<ArgumentException>(
            "validation", () => new Trainer(s_options with { AddClasses = true }).TrainMore(first.Network, first.State, s_old, s_all));
        Assert.Equal(before, Given.Tensors(first.Network));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_grown_network_scores_the_old_classes_as_before(string name)
    {
        Network network = new Trainer(s_options with { Epochs = 3 }).Train(s_networks[name], s_old).Network;
        float[] before = Given.Tensors(network);
        Network grown = network.AddClasses(2, seed: 3);
        Assert.Equal(before, Given.Tensors(network));
        Assert.Equal(s_networks[name] with { Classes = 5 }, grown.Spec);
        Assert.Equal(network.HasExits, grown.HasExits);

        // Among themselves the old classes' probabilities are as they were; for the head, and for every exit.
        int?[] answers = [null, .. grown.HasExits ? Enumerable.Range(1, grown.LayerCount).Select(i => (int?)i) : []];
        Assert.All(answers, exit =>
        {
            // A vote is a mean of probabilities, not of scores.
            if (exit is not null || grown.Spec.Head != HeadKind.Vote)
            {
                AssertSameAmongOld(Predict(network, exit), Predict(grown, exit));
            }
        });

        // All that belongs to no class is copied, and what is new is drawn.
        foreach (TensorInfo tensor in grown.Tensors)
        {
            TensorInfo old = network.Tensors.Single(t => t.Name == tensor.Name);
            float[] to = grown.GetTensor(tensor.Name).ToArray(), from = network.GetTensor(tensor.Name).ToArray();
            for (int i = 0; i < to.Length; i++)
            {
                int row = i / tensor.Columns, column = i % tensor.Columns;
                if (row < old.Rows && column < old.Columns)
                {
                    Assert.Equal(from[(row * old.Columns) + column], to[i]);
                }
                else
                {
                    Assert.NotEqual(0f, to[i]);
                }
            }
        }
    }

    [Fact]
    public void The_seed_draws_the_new_weights()
    {
        Network network = Network.Create(s_networks["classifier"]);
        Assert.Equal(Given.Tensors(network.AddClasses(1, 4)), Given.Tensors(network.AddClasses(1, 4)));
        Assert.NotEqual(Given.Tensors(network.AddClasses(1, 4)), Given.Tensors(network.AddClasses(1, 5)));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_new_class_is_learned_while_old_ones_stay(string name)
    {
        // New rows are those of the new class and a few old ones.
        TrainingResult first = new Trainer(s_options).Train(s_networks[name], s_old);
        Assert.True(Evaluation.Of(first.Network, s_old).Accuracy > 0.9);
        Dataset more = s_all.Select([.. Enumerable.Range(0, s_all.Count).Where(i => s_all.Label(i) == 3 || i % 16 < 3)]);
        TrainingResult second = new Trainer(s_options with { AddClasses = true }).TrainMore(first.Network, first.State, more);
        Assert.Equal((3, 4), (first.Network.ClassCount, second.Network.ClassCount));
        Assert.NotSame(first.Network, second.Network);
        Evaluation evaluation = Evaluation.Of(second.Network, s_all);
        Assert.True(evaluation.Accuracy > 0.9, $"{evaluation.Accuracy}");
        Assert.Equal(first.State.Epochs + 30, second.State.Epochs);

        // The state has grown along.
        Assert.Null(second.State.MisfitOf(second.Network));
        new Trainer(s_options with { Epochs = 1 }).TrainMore(second.Network, second.State, s_all);
    }

    [Fact]
    public void The_moments_of_what_is_new_begin_at_zero()
    {
        TrainingResult first = new Trainer(s_options with { Epochs = 2 }).Train(s_networks["classifier"], s_old);
        TrainingState grown = first.State.Grow(first.Network.AddClasses(1));
        Assert.Equal(first.State.Learners.Take(2).SelectMany(l => l.Moments()), grown.Learners.Take(2).SelectMany(l => l.Moments()), SameMoments);
        float[] targets = first.State.Learners[2].Second[0];
        Assert.Equal(Enumerable.Range(0, 16 * 4).Select(i => i % 4 == 3 ? 0f : targets[(i / 4 * 3) + (i % 4)]), grown.Learners[2].Second[0]);
        OptimizerState head = grown.Learners[^1], before = first.State.Learners[^1];
        Assert.Equal([.. before.First[0], .. new float[12]], head.First[0]);
        Assert.Equal([.. before.Second[1], 0f], head.Second[1]);
        Assert.Equal(before.Steps, head.Steps);
    }

    [Fact]
    public void Two_classes_become_three()
    {
        TrainingResult first = new Trainer(s_options).Train(NetworkSpec.Create(4, 2).Dense(12).Build(), Given.Clouds(80, classes: 2, spread: 0.2));
        Dataset data = Given.Clouds(120, spread: 0.2);
        TrainingResult second = new Trainer(s_options with { AddClasses = true }).TrainMore(first.Network, first.State, data);
        Assert.True(Evaluation.Of(second.Network, data).Accuracy > 0.9);
    }

    [Fact]
    public void Data_without_new_classes_are_learned_in_place()
    {
        TrainingResult first = new Trainer(s_options with { Epochs = 1 }).Train(s_networks["classifier"], s_old);
        Assert.Same(first.Network, new Trainer(s_options with { Epochs = 1, AddClasses = true }).TrainMore(first.Network, first.State, s_old).Network);
    }

    [Fact]
    public void A_regression_has_no_classes_to_add()
    {
        Network network = Network.Create(NetworkSpec.CreateRegression(4).Dense(6).Build());
        Assert.Contains("a regression has no classes", Assert.Throws<InvalidOperationException>(() => network.AddClasses(1)).Message, StringComparison.Ordinal);
        Dataset values = Dataset.ForRegression(Given.Uniform(80), 4, Given.Uniform(20));
        var exception = Assert.Throws<ConfigurationException>(() => new Trainer(s_options with { AddClasses = true }).TrainMore(network, null, values));
        Assert.Contains("AddClasses is set; a regression has no classes.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("data", () => new Trainer(s_options).TrainMore(network, null, s_old));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void At_least_one_class_is_added(int classes)
        => Assert.Throws<ArgumentOutOfRangeException>("count", () => Network.Create(s_networks["classifier"]).AddClasses(classes));

    private static bool SameMoments((string Name, float[] Values) a, (string Name, float[] Values) b) => a.Name == b.Name && a.Values.SequenceEqual(b.Values);

    private static NetworkSpec PerSample(TargetGeneratorKind kind) => NetworkSpec.Create(4, 3).Dense(16).Dense(12)
        .Targets(new TargetGeneratorSpec { Kind = kind }).Loss(LocalLossKind.PairsByLabel).Build();

    private static Dataset Old(Dataset all)
    {
        int[] rows = [.. Enumerable.Range(0, all.Count).Where(i => all.Label(i) < 3)];
        return new Dataset([.. rows.SelectMany(i => all.Row(i).ToArray())], all.Width, [.. rows.Select(all.Label)], 3);
    }

    private static float[] Predict(Network network, int? exit)
    {
        float[] probabilities = new float[s_old.Count * network.ClassCount];
        if (exit is int layer)
        {
            network.PredictAtExit(s_old.Features, probabilities, layer);
        }
        else
        {
            network.Predict(s_old.Features, probabilities);
        }

        return probabilities;
    }

    private static void AssertSameAmongOld(float[] before, float[] after)
    {
        for (int row = 0; row < s_old.Count; row++)
        {
            float known = after.AsSpan(row * 5, 3).ToArray().Sum();
            for (int k = 0; k < 3; k++)
            {
                Assert.Equal(before[(row * 3) + k], after[(row * 5) + k] / known, 2e-6f);
            }
        }
    }
}
