using SigProp.Training;

namespace SigProp.Tests.Streaming;

/// <summary>Memory does not grow with the number of rows. Alone, for what all threads allocate is counted.</summary>
[CollectionDefinition(nameof(StreamMemoryTests), DisableParallelization = true)]
[Collection(nameof(StreamMemoryTests))]
public sealed class StreamMemoryTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_training_allocates_does_not_grow_with_rows(int threads)
    {
        Allocated(2_000, threads);
        long few = Allocated(10_000, threads), many = Allocated(100_000, threads);
        Assert.InRange(many - few, long.MinValue, 300_000);
    }

    [Fact]
    public void Rows_held_out_are_no_more_than_stated_and_evenly_spread()
    {
        var source = new DatasetSource(Given.Clouds(1_000, width: 1)) { RowsInPass = _ => 150_000 };
        StreamRows rows = new StreamSurvey(source, new TrainingOptions(), null).Read(null, TestContext.Current.CancellationToken);
        Assert.Equal(StreamSurvey.MostHeldOut, rows.ValidationRows.Length);
        Assert.Equal(150_000 - StreamSurvey.MostHeldOut, rows.Count);
        int[] held = [.. Enumerable.Range(0, 150_000).Where(i => rows.HeldOut.Contains(i))];
        Assert.Equal(StreamSurvey.MostHeldOut, held.Length);
        Assert.InRange(held.Count(i => i < 75_000), 4_750, 5_250);
        Assert.Equal(rows.Count, rows.Facts.ClassRows.Sum());
    }

    private static long Allocated(int rows, int threads)
    {
        var source = new DatasetSource(Given.Clouds(1_000)) { RowsInPass = _ => rows };
        var options = new TrainingOptions { Epochs = 1, BatchSize = 128, Threads = threads, ValidationFraction = 0, ShuffleBuffer = 1_000 };
        long before = GC.GetTotalAllocatedBytes(precise: true);
        new Trainer(options).Train(NetworkSpec.Create(4, 3).Dense(8).Build(), source);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
