using SigProp.Data;
using SigProp.Training;

namespace SigProp.Tests.Claims;

/// <summary>Predicting a row allocates nothing once warm.</summary>
[Collection(nameof(NoGarbageTests))]
public sealed class PredictionGarbageTests
{
    private const int Width = 12;

    private static readonly TrainingOptions s_options = new() { Epochs = 1, Threads = 1, ValidationFraction = 0.25 };

    [Theory]
    [InlineData(HeadKind.Classifier)]
    [InlineData(HeadKind.Vote)]
    [InlineData(HeadKind.NearestTarget)]
    public void A_row_of_classes(HeadKind head)
    {
        NetworkSpec spec = NetworkSpec.Create(Width, 3).Dense(40).Dense(33, Activation.Tanh, batchNormalization: true).Head(head).Build();
        Network network = new Trainer(s_options).Train(spec, Given.Clouds(80, width: Width)).Network;
        float[] row = Given.Uniform(Width), p = new float[3];
        int[] depths = new int[1];
        AssertNoGarbage(() => network.Predict(row, p));
        AssertNoGarbage(() => network.PredictAtExit(row, p, 1));
        AssertNoGarbage(() => network.PredictClass(row));
        AssertNoGarbage(() => network.PredictEarly(row, 0.5, p, depths));
        AssertNoGarbage(() => network.PredictEarly(row, 1, p, depths));
    }

    [Fact]
    public void A_row_of_activations()
    {
        float[] row = Given.Uniform(Width);
        foreach (NetworkSpec spec in (NetworkSpec[])[
            NetworkSpec.Create(Width, 3).Dense(40).Dense(33).Build(),
            NetworkSpec.Create(new ImageShape(1, 3, 4), 3).Convolution(5).MaxPooling().Dense(6).Build(),
            NetworkSpec.Create(Width, 3).Spiking().Dense(40).Dense(33).Build(),
            NetworkSpec.Create(Width, 3).Continuous().Dense(40).Dense(33).Build()])
        {
            Network network = Network.Create(spec);
            float[][] h = [.. Enumerable.Range(1, 2).Select(layer => new float[network.EmbeddingWidth(layer)])];
            AssertNoGarbage(() => network.Embed(row, h[0], 1));
            AssertNoGarbage(() => network.Embed(row, h[1], 2));
        }
    }

    [Theory]
    [InlineData(HeadKind.Linear)]
    [InlineData(HeadKind.NearestTarget)]
    public void A_row_of_values(HeadKind head)
    {
        NetworkSpec spec = NetworkSpec.CreateRegression(Width).Bins(8).Dense(40).Dense(33).Head(head).Build();
        Dataset data = Dataset.ForRegression(Given.Uniform(400 * Width, 6), Width, Given.Uniform(400, 7));
        Network network = new Trainer(s_options).Train(spec, data).Network;
        float[] row = Given.Uniform(Width), value = new float[1], quantiles = new float[2], lower = new float[1], upper = new float[1];
        AssertNoGarbage(() => network.PredictValues(row, value));
        if (network.HasDistribution)
        {
            AssertNoGarbage(() => network.PredictQuantiles(row, [0.1, 0.9], quantiles));
            AssertNoGarbage(() => network.PredictIntervals(row, 0.9, lower, upper));
        }
    }

    private static void AssertNoGarbage(Action predict)
    {
        // The runtime allocates now and then; a call that allocates would do so in every window.
        long least = long.MaxValue;
        for (int window = 0; window < 20 && least > 0; window++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 20; i++)
            {
                predict();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
