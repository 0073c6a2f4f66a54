using System.Diagnostics;

namespace SigProp.Learning;

/// <summary>How many steps one thread has done, for others to wait on. Who waits spins for a short while, then sleeps.</summary>
/// <param name="spins">Whether to spin: not where there are more threads than processors.</param>
internal sealed class StepCounter(bool spins)
{
    private static readonly long s_spinTicks = Stopwatch.Frequency / 20_000; // 50 microseconds, as WorkerPool

    private readonly long _spinTicks = spins ? s_spinTicks : 0;
    private readonly object _gate = new();
    private long _value;
    private int _sleepers;
    private volatile bool _isStopped;

    public long Value => Volatile.Read(ref _value);

    /// <summary>One more step is done; all that was written before it is seen by those who waited for it.</summary>
    public void Advance()
    {
        Interlocked.Increment(ref _value);
        WakeSleepers();
    }

    /// <summary>Nobody waits any more.</summary>
    public void Stop()
    {
        _isStopped = true;
        Interlocked.MemoryBarrier();
        WakeSleepers();
    }

    /// <summary>Waits until <paramref name="value"/> steps are done.</summary>
    /// <returns>False where the counter was stopped.</returns>
    public bool WaitFor(long value)
    {
        if (IsDue(value))
        {
            return !_isStopped;
        }

        long start = Stopwatch.GetTimestamp();
        while (!IsDue(value))
        {
            if (Stopwatch.GetTimestamp() - start <= _spinTicks)
            {
                Thread.SpinWait(4);
            }
            else
            {
                Sleep(value);
            }
        }

        return !_isStopped;
    }

    private bool IsDue(long value) => Value >= value || _isStopped;

    /// <remarks>The sleeper counts itself before it looks at the value for the last time, and the value is changed before anybody looks at the count:
    /// at least one of the two sees the other.</remarks>
    private void Sleep(long value)
    {
        lock (_gate)
        {
            Interlocked.Increment(ref _sleepers);
            while (!IsDue(value))
            {
                Monitor.Wait(_gate);
            }

            Interlocked.Decrement(ref _sleepers);
        }
    }

    private void WakeSleepers()
    {
        if (Volatile.Read(ref _sleepers) > 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }
}
