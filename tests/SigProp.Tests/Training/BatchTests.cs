using SigProp.Data;
using SigProp.Learning;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Training;

public sealed class BatchTests
{
    [Fact]
    public void An_epoch_has_every_row_once_and_a_smaller_last_batch()
    {
        Dataset data = Numbered(23);
        int[] rows = [.. Enumerable.Range(2, 20)];
        BatchSource source = Source(data, rows, 8);
        var batch = new Batch(8, 2);
        Assert.Equal(3, source.Steps);
        source.Shuffle(RandomKey.FromSeed(1));
        var seen = new List<int>();
        foreach (int count in new[] { 8, 8, 4 })
        {
            source.Fill(batch, seen.Count / 8);
            Assert.Equal((count, count, count), (batch.Count, batch.X.Rows, batch.Y.Length));
            for (int i = 0; i < batch.Count; i++)
            {
                Assert.Equal(-batch.X[i, 0], batch.X[i, 1]);
                Assert.Equal((int)batch.X[i, 0] % 3, batch.Y[i]);
                seen.Add((int)batch.X[i, 0]);
            }
        }

        Assert.NotEqual(rows, seen);
        Assert.Equal(rows, seen.Order());
    }

    [Fact]
    public void An_epochs_order_depends_on_its_key_alone()
    {
        int[] Order(params int[] seeds)
        {
            BatchSource source = Source(Numbered(12), [.. Enumerable.Range(0, 12)], 12);
            var batch = new Batch(12, 2);
            foreach (int seed in seeds)
            {
                source.Shuffle(RandomKey.FromSeed(seed));
                source.Fill(batch, 0);
            }

            return [.. Enumerable.Range(0, 12).Select(i => (int)batch.X[i, 0])];
        }

        Assert.Equal(Order(3), Order(1, 2, 3));
        Assert.NotEqual(Order(3), Order(4));
    }

    [Fact]
    public void A_batch_larger_than_the_data_is_the_data()
    {
        float[] Train(int batchSize)
        {
            var options = new TrainingOptions { Epochs = 3, BatchSize = batchSize, Threads = 1, ValidationFraction = 0 };
            TrainingResult result = new Trainer(options).Train(NetworkSpec.Create(4, 3).Dense(6).Build(), Given.Clouds(30));
            Assert.Equal(30, result.Report.BatchSize);
            return Given.Tensors(result.Network);
        }

        Assert.Equal(Train(30), Train(1_000_000));
    }

    [Theory]
    [InlineData(LearningRuleKind.SignalPropagation)]
    [InlineData(LearningRuleKind.Backpropagation)]
    [InlineData(LearningRuleKind.Shallow)]
    public void Rules_take_batches_of_any_size_up_to_the_largest(LearningRuleKind kind)
    {
        NetworkSpec spec = NetworkSpec.Create(5, 3).Dense(7, dropout: 0.2f).Dense(6, Activation.Tanh, batchNormalization: true).Build();
        float[] Train(int capacity)
        {
            Network network = Network.Create(spec);
            using var context = new ComputeContext(1);
            LearningRule rule = Given.Rule(kind, network, context, capacity);
            foreach (int rows in new[] { 9, 4, 1, 9, 2 })
            {
                Given.Steps(rule, network, 1, rows);
            }

            return Given.Tensors(network);
        }

        float[] tight = Train(9);
        Assert.All(tight, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(tight, Train(50));
    }

    [Fact]
    public void One_row_tells_batch_normalisation_nothing_of_the_variance()
    {
        Network network = Network.Create(NetworkSpec.Create(5, 3).Dense(7, batchNormalization: true).Build());
        using var context = new ComputeContext(1);
        LearningRule rule = Given.Rule(LearningRuleKind.SignalPropagation, network, context, 8, new SgdSpec());
        Given.Steps(rule, network, 1, 8);
        float[] variance = network.GetTensor("layer1.normalization.variance").ToArray();
        float[] mean = network.GetTensor("layer1.normalization.mean").ToArray();
        Given.Steps(rule, network, 1, 1);
        Assert.Equal(variance, network.GetTensor("layer1.normalization.variance").ToArray());
        Assert.NotEqual(mean, network.GetTensor("layer1.normalization.mean").ToArray());
        Assert.All(Given.Tensors(network), value => Assert.True(float.IsFinite(value)));
    }

    private static Dataset Numbered(int rows)
        => new([.. Enumerable.Range(0, rows).SelectMany(i => new float[] { i, -i })], 2, [.. Enumerable.Range(0, rows).Select(i => i % 3)], 3);

    private static DatasetBatchSource Source(Dataset data, int[] rows, int batchSize)
    {
        Network network = Network.Create(NetworkSpec.Create(data.Width, data.ClassCount).Dense(2).Build());
        var split = new TrainingSplit(data, rows, data, []);
        return new DatasetBatchSource(network, split, new RowWeights(split, ClassWeighting.None), null, batchSize);
    }
}
