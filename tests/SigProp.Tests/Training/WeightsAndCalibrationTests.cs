using SigProp.Data;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Training;

/// <summary>What rows weigh, how images vary, and how sure answers are.</summary>
public sealed class WeightsAndCalibrationTests
{
    private static readonly RandomKey s_key = RandomKey.FromSeed(3);

    private static readonly Dictionary<string, NetworkSpec> s_networks = new()
    {
        ["classes"] = NetworkSpec.Create(5, 3).Dense(7).Dense(6).Build(),
        ["distance"] = NetworkSpec.Create(5, 3).Dense(7).Dense(6).Loss(LocalLossKind.SquaredDistance).Build(),
        ["maps"] = NetworkSpec.Create(new ImageShape(1, 4, 5), 3).Convolution(4).MaxPooling().Dense(6).Build(),
        ["one value"] = NetworkSpec.CreateRegression(5).Bins(4).Dense(7).Dense(6).Head(HeadKind.Linear).Build(),
    };

    public static TheoryData<string, LearningRuleKind> Networks()
    {
        var data = new TheoryData<string, LearningRuleKind>();
        foreach ((string name, NetworkSpec spec) in s_networks)
        {
            foreach (LearningRuleKind rule in Enum.GetValues<LearningRuleKind>().Except(Given.RulesAgainst(spec)))
            {
                data.Add(name, rule);
            }
        }

        return data;
    }

    /// <summary>Losses over pairs are another matter: there a row twice is also a second target.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void A_row_of_weight_2_is_the_row_twice_and_one_of_weight_0_is_none(string name, LearningRuleKind rule)
    {
        // Means over 8 rows each: 1 + ... + 1; 2, 0 and ones; so the weights' mean is 1.
        int[] rows = [0, 1, 2, 3, 4, 5, 6, 0], distinct = [0, 1, 2, 3, 4, 5, 6, 7];
        float[] weights = [2, 1, 1, 1, 1, 1, 1, 0];
        float[] twice = Step(s_networks[name], rule, rows, null), weighted = Step(s_networks[name], rule, distinct, weights);
        Assert.All(twice.Zip(weighted), pair => Assert.Equal(pair.First, pair.Second, 2e-6f));
        Assert.NotEqual(twice, Step(s_networks[name], rule, distinct, null));
    }

    [Fact]
    public void Weights_of_a_data_set_are_used_and_only_their_ratios_count()
    {
        Dataset data = Given.Clouds(60);
        float[] weights = [.. Enumerable.Range(0, 60).Select(i => 1f + (i % 3))];
        float[] Train(float[]? w) => Given.Tensors(new Trainer(new TrainingOptions { Epochs = 2, Threads = 1 })
            .Train(NetworkSpec.Create(4, 3).Dense(6).Build(), new Dataset(data.Features, 4, data.Labels, 3, w)).Network);
        Assert.Equal(Train(null), Train([.. Enumerable.Repeat(4f, 60)]));
        Assert.Equal(Train(weights), Train([.. weights.Select(w => 4 * w)]));
        Assert.NotEqual(Train(null), Train(weights));
    }

    [Fact]
    public void Balanced_classes_raise_the_recall_of_a_rare_one()
    {
        Dataset data = Rare(800, 1), test = Rare(4000, 2);
        double Recall(ClassWeighting weighting)
        {
            var options = new TrainingOptions { Epochs = 15, Threads = 1, ClassWeights = weighting, Optimizer = new AdamSpec { LearningRate = 0.01f } };
            Network network = new Trainer(options).Train(NetworkSpec.Create(4, 2).Dense(16).Build(), data).Network;
            IReadOnlyList<int> rare = Evaluation.Of(network, test).Confusion[1];
            return (double)rare[1] / rare.Sum();
        }

        double even = Recall(ClassWeighting.None), balanced = Recall(ClassWeighting.Balanced);
        Assert.True(balanced > even + 0.2, $"{even} and {balanced}");
    }

    [Fact]
    public void Balanced_classes_take_validation_rows_of_a_class_that_was_not_learned()
    {
        var options = new TrainingOptions { Epochs = 1, Threads = 1, ClassWeights = ClassWeighting.Balanced };
        Dataset data = Given.Clouds(40, classes: 2), validation = Given.Clouds(30, classes: 3);
        TrainingResult result = new Trainer(options).Train(NetworkSpec.Create(4, 3).Dense(6).Build(), data, validation);
        Assert.True(double.IsFinite(result.Report.Epochs[0].Validation[^1].Loss));
    }

    [Theory]
    [InlineData(HeadKind.Classifier)]
    [InlineData(HeadKind.NearestTarget)]
    [InlineData(HeadKind.Vote)]
    public void Calibration_leaves_the_classes_and_lowers_the_log_loss_of_a_network_that_is_too_sure(HeadKind head)
    {
        // Labels of which a quarter are wrong, learned by heart.
        Dataset Noisy(int rows, int seed)
        {
            Dataset data = Given.Clouds(rows, spread: 0.5, seed: seed);
            return new Dataset(data.Features, 4, [.. data.Labels.Select((label, i) => i % 4 == 0 ? (label + (i / 4 % 2) + 1) % 3 : label)], 3);
        }

        Dataset test = Noisy(600, 2);
        Evaluation Measure(bool calibrate, out float[] probabilities)
        {
            var options = new TrainingOptions
            {
                Epochs = 40,
                BatchSize = 16,
                Threads = 1,
                Calibrate = calibrate,
                Optimizer = new AdamSpec { LearningRate = 0.03f },
                Schedule = LearningRateSchedule.Constant,
                Patience = null,
            };

            // Each epoch is as good as any: the last is kept, and it is too sure.
            Network network = Network.Create(NetworkSpec.Create(4, 3).Dense(64).Dense(64).Head(head).Build());
            new Trainer(options with { ValidationFraction = 0 }).Train(network, Noisy(120, 1));
            new Trainer(options with { Epochs = 1, Optimizer = new SgdSpec { LearningRate = 1e-9f } }).Train(network, Noisy(120, 1), Noisy(300, 3));
            probabilities = new float[1800];
            network.Predict(test.Features, probabilities);
            return Evaluation.Of(network, test);
        }

        Evaluation before = Measure(false, out float[] sure), after = Measure(true, out float[] calibrated);
        Assert.True(after.LogLoss < before.LogLoss - 0.05, $"{before.LogLoss} and {after.LogLoss}");
        Assert.Equal(before.Accuracy, after.Accuracy);
        Assert.Equal(sure.Chunk(3).Select(p => Array.IndexOf(p, p.Max())), calibrated.Chunk(3).Select(p => Array.IndexOf(p, p.Max())));
    }

    [Fact]
    public void Rows_held_out_that_weigh_nothing_calibrate_nothing()
    {
        Dataset right = Given.Clouds(60, seed: 3);
        int[] wrong = [.. right.Labels.Select(label => (label + 1) % 3)];
        float[] Probabilities(Dataset validation)
        {
            TrainingResult result = new Trainer(new TrainingOptions { Epochs = 3, Threads = 1 })
                .Train(NetworkSpec.Create(4, 3).Dense(8).Build(), Given.Clouds(90), validation);
            float[] probabilities = new float[3 * right.Count];
            result.Network.Predict(right.Features, probabilities);
            return probabilities;
        }

        Dataset Both(float weight) => new(
            [.. right.Features, .. right.Features], 4, [.. right.Labels, .. wrong], 3,
            [.. Enumerable.Repeat(1f, right.Count), .. Enumerable.Repeat(weight, right.Count)]);
        Assert.Equal(Probabilities(right), Probabilities(Both(0)));
        Assert.NotEqual(Probabilities(right), Probabilities(Both(1)));
    }

    [Fact]
    public void Images_vary_as_the_seed_says_on_any_number_of_threads()
    {
        Dataset data = Given.Clouds(80, width: 36);
        NetworkSpec spec = NetworkSpec.Create(new ImageShape(1, 6, 6), 3).Convolution(4).Build();
        float[] Train(long seed, int threads, ImageAugmentation? augmentation) => Given.Tensors(new Trainer(
            new TrainingOptions { Epochs = 2, Threads = threads, Seed = seed, Augmentation = augmentation }).Train(spec, data).Network);
        var varied = new ImageAugmentation { CropPadding = 1, HorizontalFlip = true, CutoutSize = 2 };
        float[] one = Train(1, 1, varied);
        Assert.Equal(one, Train(1, 1, varied));
        Assert.Equal(one, Train(1, 3, varied));
        Assert.NotEqual(one, Train(2, 1, varied));
        Assert.NotEqual(one, Train(1, 1, null));
        Assert.Equal(Train(1, 1, null), Train(1, 1, new ImageAugmentation()));
    }

    private static float[] Step(NetworkSpec spec, LearningRuleKind rule, int[] rows, float[]? weights)
    {
        float[] features = Given.Uniform(8 * spec.Inputs), values = Given.Uniform(8 * spec.Outputs, 2);
        var batch = new Batch(8, spec.Inputs, spec.Outputs) { Count = 8, IsWeighted = weights is not null };
        for (int i = 0; i < 8; i++)
        {
            features.AsSpan(rows[i] * spec.Inputs, spec.Inputs).CopyTo(batch.Features.AsSpan(i * spec.Inputs));
            values.AsSpan(rows[i] * spec.Outputs, spec.Outputs).CopyTo(batch.Values.AsSpan(i * spec.Outputs));
            batch.Labels[i] = rows[i] % 3;
        }

        weights?.CopyTo(batch.Weights, 0);
        Network network = Network.Create(spec, 2);
        if (network.Output is OutputTable output)
        {
            output.Set(new QuantileBins(0, 1, [-1f, -0.5f, 0f, 0.5f, 1f], [-0.7f, -0.2f, 0.2f, 0.7f]));
        }

        using var context = new ComputeContext(1);
        LearningRule learning = Given.Rule(rule, network, context, 8, new SgdSpec { LearningRate = 1f });
        learning.Step(batch, s_key, new LossValue[learning.LossNames.Count]);
        return Given.Tensors(network);
    }

    /// <summary>One row in twelve is of the second class, whose cloud reaches into the first's.</summary>
    private static Dataset Rare(int rows, int seed)
    {
        Dataset data = Given.Clouds(rows, classes: 2, spread: 0.9, seed: seed);
        return data.Select([.. Enumerable.Range(0, rows).Where(i => data.Label(i) == 0 || i % 12 == 1)]);
    }
}
