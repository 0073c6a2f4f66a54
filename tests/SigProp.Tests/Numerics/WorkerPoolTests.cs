using SigProp.Numerics;

namespace SigProp.Tests.Numerics;

public class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void Every_item_is_done_once_run_after_run(int threads)
    {
        using var pool = new WorkerPool(threads);
        var counts = new int[200];
        for (int run = 0; run < 300; run++)
        {
            pool.Run(run % counts.Length, new Count(counts));
        }

        for (int i = 0; i < counts.Length; i++)
        {
            int expected = Enumerable.Range(0, 300).Count(run => run % counts.Length > i);
            Assert.Equal(expected, counts[i]);
        }
    }

    [Fact]
    public void Runs_are_complete_after_the_workers_have_gone_to_sleep()
    {
        using var pool = new WorkerPool(3);
        var counts = new int[50];
        for (int run = 0; run < 20; run++)
        {
            Thread.Sleep(run % 3);
            pool.Run(counts.Length, new Count(counts));
        }

        Assert.All(counts, count => Assert.Equal(20, count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_an_item_throws_reaches_the_caller_and_the_pool_stays_usable(int threads)
    {
        using var pool = new WorkerPool(threads);
        var counts = new int[40];
        for (int run = 0; run < 20; run++)
        {
            var exception = Assert.Throws<InvalidOperationException>(() => pool.Run(40, new Throwing(run)));
            Assert.Equal($"item {run}", exception.Message);
            pool.Run(counts.Length, new Count(counts));
        }

        Assert.All(counts, count => Assert.Equal(20, count));
    }

    [Fact]
    public void Several_threads_take_part()
    {
        using var pool = new WorkerPool(2);
        using var both = new Barrier(2);
        pool.Run(2, new Meet(both));
    }

    [Fact]
    public void A_job_that_runs_a_job_is_refused()
    {
        using var pool = new WorkerPool(2);
        var exception = Assert.Throws<InvalidOperationException>(() => pool.Run(3, new Nested(pool)));
        Assert.Contains("one caller at a time", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warm_run_allocates_nothing()
    {
        using var pool = new WorkerPool(2);
        var counts = new int[20];
        pool.Run(counts.Length, new Count(counts));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int run = 0; run < 100; run++)
        {
            pool.Run(counts.Length, new Count(counts));
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_pool_that_has_ended_is_refused()
    {
        var pool = new WorkerPool(2);
        pool.Dispose();
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Run(1, new Count([0])));
    }

    private readonly struct Count(int[] counts) : IJob
    {
        public void Execute(int item) => Interlocked.Increment(ref counts[item]);
    }

    private readonly struct Throwing(int failing) : IJob
    {
        public void Execute(int item)
        {
            if (item == failing)
            {
                throw new InvalidOperationException($"item {item}");
            }
        }
    }

    private readonly struct Meet(Barrier both) : IJob
    {
        public void Execute(int item) => Assert.True(both.SignalAndWait(TimeSpan.FromSeconds(20)));
    }

    private readonly struct Nested(WorkerPool pool) : IJob
    {
        public void Execute(int item) => pool.Run(1, new Count([0]));
    }
}
