using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Tests.Persistence;
using SigProp.Training;

namespace SigProp.Tests.Networks;

/// <summary>Regression: values, quantiles, intervals, several outputs, targets of the input's shape.</summary>
public sealed class ValuePredictionTests
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 25,
        BatchSize = 32,
        Optimizer = new AdamSpec { LearningRate = 0.01f },
        ValidationFraction = 0.25,
        Threads = 1,
    };

    public static MatrixTheoryData<HeadKind, LocalLossKind> Networks()
        => new([HeadKind.NearestTarget, HeadKind.Vote, HeadKind.Linear], [LocalLossKind.Expectation, LocalLossKind.Dot]);

    [Theory]
    [MemberData(nameof(Networks))]
    public void A_curve_is_learned_and_every_layer_can_answer(HeadKind head, LocalLossKind loss)
    {
        NetworkSpec spec = NetworkSpec.CreateRegression(2).Bins(16).Dense(32, Activation.Tanh).Dense(24).Head(head).Loss(loss).Build();
        Network network = new Trainer(s_options).Train(spec, Curve(1200, 1, noise: 0.2)).Network;
        Dataset test = Curve(500, 2, noise: 0.2);
        Assert.Equal(head != HeadKind.Linear, network.HasDistribution);
        foreach (int? exit in new int?[] { null, 1, 2 })
        {
            float[] values = new float[500];
            network.PredictValues(test.Features, values, exit);
            double r2 = RegressionEvaluation.Of(values, test.TargetValues).R2;
            Assert.True(r2 >= (loss == LocalLossKind.Dot || (head == HeadKind.Linear && exit is null) ? 0.8 : 0.85), $"exit {exit}: {r2}");
        }
    }

    /// <summary>The noise grows with the first feature, threefold. How wide a distribution is, the cross-entropy over the bins learns; the squared error of
    /// the expectation does not, and its intervals are right on the average alone.</summary>
    [Theory]
    [InlineData(HeadKind.NearestTarget, LocalLossKind.Expectation)]
    [InlineData(HeadKind.NearestTarget, LocalLossKind.Dot)]
    [InlineData(HeadKind.Vote, LocalLossKind.Expectation)]
    [InlineData(HeadKind.Vote, LocalLossKind.Dot)]
    public void Intervals_hold_as_many_values_as_they_say(HeadKind head, LocalLossKind loss)
    {
        NetworkSpec spec = NetworkSpec.CreateRegression(2).Dense(48, Activation.Tanh).Dense(32).Head(head).Loss(loss).Build();
        Network network = new Trainer(s_options).Train(spec, Curve(3000, 1, noise: 0.8)).Network;
        Dataset test = Curve(3000, 2, noise: 0.8);
        float[] values = new float[3000], lower = new float[3000], upper = new float[3000];
        network.PredictValues(test.Features, values);
        network.PredictIntervals(test.Features, 0.9, lower, upper);
        RegressionEvaluation evaluation = RegressionEvaluation.Of(values, test.TargetValues, lower, upper);
        Assert.InRange(evaluation.IntervalCoverage!.Value, 0.87, 0.93);
        double Width(Func<float, bool> where) => Enumerable.Range(0, 3000).Where(i => where(test.Row(i)[0])).Average(i => upper[i] - lower[i]);
        Assert.True(loss != LocalLossKind.Dot || Width(x => x > 0.5f) > 1.3 * Width(x => x < -0.5f), $"{Width(x => x > 0.5f)} and {Width(x => x < -0.5f)}");
        AssertQuantiles(network, test);
        Network loaded = ModelFiles.Load(ModelFiles.Bytes(new Model(network, []))).Network;
        float[] again = new float[3000];
        loaded.PredictIntervals(test.Features, 0.9, lower, again);
        Assert.Equal(upper, again);
    }

    [Theory]
    [InlineData(OutputLossKind.Squared)]
    [InlineData(OutputLossKind.Huber)]
    public void Several_outputs_of_scales_of_their_own(OutputLossKind loss)
    {
        Dataset data = Several(800, 1), test = Several(400, 2);
        NetworkSpec spec = NetworkSpec.CreateRegression(3, 3).Dense(32, Activation.Tanh).Dense(24).LinearOutput(loss).Build();
        Network network = new Trainer(s_options).Train(spec, data).Network;
        float[] values = new float[1200];
        network.PredictValues(test.Features, values);
        double r2 = RegressionEvaluation.Of(values, test.TargetValues, 3).R2;
        Assert.True(r2 >= 0.9, $"{r2}");
        Assert.False(network.HasExits);
        Assert.Throws<InvalidOperationException>(() => network.PredictValues(test.Features, values, exit: 1));
        Assert.Throws<InvalidOperationException>(() => network.PredictIntervals(test.Features, 0.9, new float[400], new float[400]));
        Assert.Throws<InvalidOperationException>(() => network.Predict(test.Features, values));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Noise_is_taken_away_by_targets_that_go_through_the_first_layer(bool maps)
    {
        var image = new ImageShape(1, 4, 4);
        NetworkSpecBuilder builder = NetworkSpec.CreateRegression(16, 16).Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.Shared });
        NetworkSpec spec = (maps ? builder.Convolution(6, activation: Activation.Tanh) : builder.Dense(24, Activation.Tanh)).Dense(24, Activation.Tanh).Build();
        spec = maps ? spec with { Image = image } : spec;
        Dataset data = Noisy(600, 1), test = Noisy(300, 2);
        Network network = new Trainer(s_options).Train(spec, data).Network;
        float[] values = new float[test.Features.Length];
        network.PredictValues(test.Features, values);
        double before = RegressionEvaluation.Of(test.Features, test.TargetValues, 16).Rmse, after = RegressionEvaluation.Of(values, test.TargetValues, 16).Rmse;
        Assert.True(after < 0.7 * before, $"{after} after, {before} before");
    }

    [Fact]
    public void A_network_that_was_not_trained_says_so()
    {
        Network network = Network.Create(NetworkSpec.CreateRegression(2).Dense(3).Build());
        Assert.Contains("not been trained",
            Assert.Throws<InvalidOperationException>(() => network.PredictValues(new float[2], new float[1])).Message, StringComparison.Ordinal);
        network = Network.Create(NetworkSpec.Create(2, 2).Dense(3).Build());
        Assert.Contains("predicts classes",
            Assert.Throws<InvalidOperationException>(() => network.PredictValues(new float[2], new float[1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_and_levels_that_do_not_fit_are_named()
    {
        Network network = new Trainer(s_options with { Epochs = 1 })
            .Train(NetworkSpec.CreateRegression(2).Dense(3).Build(), Curve(100, 1, 0.1)).Network;
        Assert.Throws<ArgumentException>("values", () => network.PredictValues(new float[4], new float[3]));
        Assert.Throws<ArgumentException>("quantiles", () => network.PredictQuantiles(new float[4], [0.5], new float[3]));
        Assert.Throws<ArgumentException>("levels", () => network.PredictQuantiles(new float[4], [1.5], new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>("coverage", () => network.PredictIntervals(new float[4], 1, new float[2], new float[2]));
        Assert.Throws<ArgumentException>(() => network.PredictIntervals(new float[4], 0.5, new float[2], new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>("exit", () => network.PredictValues(new float[4], new float[2], 2));
    }

    private static void AssertQuantiles(Network network, Dataset data)
    {
        double[] levels = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1];
        float[] quantiles = new float[data.Count * levels.Length];
        network.PredictQuantiles(data.Features, levels, quantiles);
        for (int i = 0; i < data.Count; i++)
        {
            float[] row = quantiles[(i * levels.Length)..((i + 1) * levels.Length)];
            Assert.Equal(row.Order(), row);
        }
    }

    private static Dataset Curve(int rows, int seed, double noise)
    {
        var random = new Random(seed);
        float[] x = Given.Uniform(2 * rows, seed + 10);
        float[] values = new float[rows];
        for (int i = 0; i < rows; i++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            values[i] = (float)(50 + (10 * (Math.Sin(3 * x[2 * i]) + x[(2 * i) + 1] + (noise * (1 + (0.5 * x[2 * i])) * normal))));
        }

        return Dataset.ForRegression(x, 2, values);
    }

    private static Dataset Several(int rows, int seed)
    {
        float[] x = Given.Uniform(3 * rows, seed);
        return Dataset.ForRegression(
            x, 3, [.. x.Chunk(3).SelectMany(r => new[] { 1000 * (r[0] + r[1]), 5 + (0.01f * r[2]), MathF.Sin(3 * r[1]) - r[0] })], 3);
    }

    /// <summary>Rows of a plane, all of whose points lie between two corners, with noise at every value.</summary>
    private static Dataset Noisy(int rows, int seed)
    {
        float[] places = Given.Uniform(2 * rows, seed), noise = Given.Uniform(16 * rows, seed + 10, 0.8f), features = new float[16 * rows], values = new float[16 * rows];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (places[i / 16 * 2] * ((i % 2) == 0 ? 1 : -1)) + (places[(i / 16 * 2) + 1] * ((i % 16) < 8 ? 1 : -1));
            features[i] = values[i] + noise[i];
        }

        return Dataset.ForRegression(features, 16, values, 16);
    }
}
