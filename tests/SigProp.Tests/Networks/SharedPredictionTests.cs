using SigProp.Data;
using SigProp.Training;

namespace SigProp.Tests.Networks;

/// <summary>A call of many rows is shared among threads and answers as one thread does, row by row.</summary>
public sealed class SharedPredictionTests
{
    private const int Rows = 1_500, Width = 50, Classes = 3;

    private static readonly float[] s_features = Given.Uniform(Rows * Width, 5);
    private static readonly Network s_network = Trained(HeadKind.Classifier);

    [Theory]
    [InlineData(HeadKind.Classifier)]
    [InlineData(HeadKind.Vote)]
    [InlineData(HeadKind.NearestTarget)]
    public void Answers_have_the_same_bits_on_any_number_of_threads_and_alone(HeadKind head)
    {
        Network network = Trained(head);
        float[] one = Probabilities(network, 1), alone = new float[Rows * Classes], exit = new float[Rows * Classes], exits = new float[Rows * Classes];
        int[] classes = new int[Rows], depths = new int[Rows], manyClasses = new int[Rows], manyDepths = new int[Rows];
        float[] early = new float[Rows * Classes], manyEarly = new float[Rows * Classes];
        network.PredictAtExit(s_features, exit, 1);
        network.PredictClasses(s_features, classes);
        double layers = network.PredictEarly(s_features, 0.3, early, depths);
        for (int i = 0; i < Rows; i++)
        {
            network.Predict(Row(i), alone.AsSpan(i * Classes, Classes));
        }

        Assert.Equal(one, alone);
        foreach (int threads in new[] { 2, 3, 8 })
        {
            Assert.Equal(one, Probabilities(network, threads));
            network.PredictAtExit(s_features, exits, 1);
            Assert.Equal(exit, exits);
            network.PredictClasses(s_features, manyClasses);
            Assert.Equal(classes, manyClasses);
            Assert.Equal(layers, network.PredictEarly(s_features, 0.3, manyEarly, manyDepths));
            Assert.Equal(early, manyEarly);
            Assert.Equal(depths, manyDepths);
        }
    }

    [Fact]
    public void A_tree_finds_the_same_classes()
    {
        Network network = new Trainer(new TrainingOptions { Epochs = 1, Threads = 1 })
            .Train(NetworkSpec.Create(Width, Classes).Dense(300).Dense(300).TargetTree().Build(), Given.Clouds(200, Classes, Width)).Network;
        int[] one = new int[Rows], many = new int[Rows];
        network.PredictionThreads = 1;
        double compared = network.PredictClasses(s_features, one);
        network.PredictionThreads = 4;
        Assert.Equal(compared, network.PredictClasses(s_features, many));
        Assert.Equal(one, many);
    }

    [Theory]
    [InlineData(HeadKind.NearestTarget)]
    [InlineData(HeadKind.Linear)]
    public void Values_have_the_same_bits(HeadKind head)
    {
        Dataset data = Dataset.ForRegression(Given.Uniform(400 * Width, 6), Width, Given.Uniform(400, 7));
        Network network = new Trainer(new TrainingOptions { Epochs = 2, Threads = 1, ValidationFraction = 0.25 })
            .Train(NetworkSpec.CreateRegression(Width).Bins(16).Dense(300).Dense(300).Head(head).Build(), data).Network;
        float[][] one = Values(network, 1), many = Values(network, 4);
        Assert.Equal(one, many);
    }

    [Fact]
    public void Of_rows_that_are_not_finite_the_first_is_named_and_nothing_is_left_half_written()
    {
        float[] features = [.. s_features];
        features[(1_400 * Width) + 3] = float.NaN;
        features[(77 * Width) + 9] = float.NegativeInfinity;
        float[] p = Given.Uniform(Rows * Classes);
        s_network.PredictionThreads = 4;
        var exception = Assert.Throws<ArgumentException>(() => s_network.Predict(features, p));
        Assert.Contains("row 77, column 9", exception.Message, StringComparison.Ordinal);
        Assert.All(p, value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Of_rows_that_overflow_the_first_is_named()
    {
        float[] features = [.. s_features];
        foreach (int row in new[] { 1_300, 600, 601 })
        {
            features.AsSpan(row * Width, Width).Fill(float.MaxValue);
        }

        s_network.PredictionThreads = 4;
        var exception = Assert.Throws<InvalidOperationException>(() => s_network.Predict(features, new float[Rows * Classes]));
        Assert.Contains("row 600 ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_waits_for_no_thread_of_a_pool_that_is_busy()
    {
        int busy = 4 * Environment.ProcessorCount;
        using var release = new ManualResetEventSlim();
        using var released = new CountdownEvent(busy);
        for (int i = 0; i < busy; i++)
        {
            ThreadPool.QueueUserWorkItem(_ =>
            {
                release.Wait();
                released.Signal();
            });
        }

        s_network.PredictionThreads = 8;
        float[] p = new float[Rows * Classes];
        s_network.Predict(s_features, p);
        release.Set();
        released.Wait();
        Assert.Equal(p, Probabilities(Trained(HeadKind.Classifier), 1));
    }

    [Fact]
    public void The_number_of_threads_is_at_least_one_and_by_default_that_of_processors()
    {
        Network network = Network.Create(NetworkSpec.Create(5, 3).Dense(4).Build());
        Assert.Equal(Environment.ProcessorCount, network.PredictionThreads);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.PredictionThreads = 0);
        network.PredictionThreads = 3;
        Assert.Equal(3, network.AddClasses(1).PredictionThreads);
    }

    private static Network Trained(HeadKind head) => new Trainer(new TrainingOptions { Epochs = 1, Threads = 1 })
        .Train(NetworkSpec.Create(Width, Classes).Dense(300).Dense(300, Activation.Tanh).Head(head).Build(), Given.Clouds(200, Classes, Width)).Network;

    private static ReadOnlySpan<float> Row(int i) => s_features.AsSpan(i * Width, Width);

    private static float[] Probabilities(Network network, int threads)
    {
        float[] p = new float[Rows * Classes];
        network.PredictionThreads = threads;
        network.Predict(s_features, p);
        return p;
    }

    private static float[][] Values(Network network, int threads)
    {
        network.PredictionThreads = threads;
        float[] values = new float[Rows], quantiles = new float[Rows * 2], lower = new float[Rows], upper = new float[Rows];
        network.PredictValues(s_features, values);
        if (network.HasDistribution)
        {
            network.PredictQuantiles(s_features, [0.1, 0.8], quantiles);
            network.PredictIntervals(s_features, 0.9, lower, upper);
        }

        return [values, quantiles, lower, upper];
    }
}
