using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace SigProp.Numerics;

/// <summary>A fixed number of threads, the caller among them, that share the items of one job at a time.</summary>
/// <remarks>
/// <para>Each thread has a range of the items to itself, the same one for as many items, so that what a thread has written is found in its own
/// cache by the next job; who has finished goes on with what is left of the others' ranges. Which thread does which item is therefore left to
/// chance: a job's result must not depend on it.</para>
/// <para>A run is open while items are left. Only threads that joined while it was open are waited for: on a loaded machine a thread
/// that has not woken yet holds nobody up. A thread without work spins for a short while, then sleeps.</para>
/// </remarks>
internal sealed class WorkerPool : IDisposable
{
    // State word: the low bits count the workers inside the run; above them a flag for a caller asleep, a flag for an open run
    // and the run's number, which keeps a late worker from taking a new run for the old one.
    private const long CountMask = 0xFFFF;
    private const long CallerAsleep = 0x1_0000;
    private const long Open = 0x2_0000;
    private const long RunNumber = 0x4_0000;
    private const long RunMask = ~(RunNumber - 1);
    private const int RunShift = 18;

    public const int MostThreads = 1_024;

    private static readonly long s_spinTicks = Stopwatch.Frequency / 20_000; // 50 microseconds

    private readonly Thread[] _workers;
    private readonly long _spinTicks;
    private readonly SemaphoreSlim _wake = new(0);
    private readonly AutoResetEvent _finished = new(false);
    private JobSlot[] _slots = [];
    private JobSlot? _slot;
    private ExceptionDispatchInfo? _failure;
    private int _count;
    private readonly ItemRange[] _ranges;
    private int _busy;
    private int _asleep;
    private long _state;
    private volatile bool _disposed;

    /// <summary>Starts <paramref name="threads"/> - 1 threads; the caller of <see cref="Run"/> is the remaining one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one thread, or more than 1024.</exception>
    public WorkerPool(int threads)
    {
        if (threads is < 1 or > MostThreads)
        {
            throw new ArgumentOutOfRangeException(nameof(threads), threads,
                $"The number of threads must be from 1 to {MostThreads}; it is {threads}.");
        }

        Threads = threads;
        _spinTicks = threads <= Environment.ProcessorCount ? s_spinTicks : 0;
        _workers = new Thread[threads - 1];
        _ranges = new ItemRange[threads];
        for (int i = 0; i < _workers.Length; i++)
        {
            int index = i + 1;
            _workers[i] = new Thread(() => Work(index)) { IsBackground = true, Name = $"SigProp worker {i + 1}" };
            _workers[i].Start();
        }
    }

    /// <summary>Number of threads that take part in a run, the caller included.</summary>
    public int Threads { get; }

    /// <summary>Does the items 0 to <paramref name="count"/> - 1 of a job and returns when all are done.</summary>
    /// <remarks>When an item throws, items not yet begun are left out and the first exception is thrown again here.</remarks>
    /// <exception cref="InvalidOperationException">The pool is already running a job.</exception>
    public void Run<TJob>(int count, in TJob job)
        where TJob : struct, IJob
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (Interlocked.Exchange(ref _busy, 1) != 0)
        {
            throw new InvalidOperationException("The worker pool is already running a job; it serves one caller at a time.");
        }

        try
        {
            if (_workers.Length == 0 || count <= 1)
            {
                TJob own = job;
                for (int i = 0; i < count; i++)
                {
                    own.Execute(i);
                }
            }
            else
            {
                JobSlot<TJob> slot = SlotFor<TJob>();
                slot.Fill(job);
                RunTogether(count, slot);
                slot.Clear();
            }
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }

        if (_failure is { } failure)
        {
            _failure = null;
            failure.Throw();
        }
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Interlocked.MemoryBarrier();
        WakeSleepers(_workers.Length);

        foreach (Thread worker in _workers)
        {
            worker.Join();
        }

        _wake.Dispose();
        _finished.Dispose();
    }

    private JobSlot<TJob> SlotFor<TJob>()
        where TJob : struct, IJob
    {
        foreach (JobSlot known in _slots)
        {
            if (known is JobSlot<TJob> found)
            {
                return found;
            }
        }

        var added = new JobSlot<TJob>();
        _slots = [.. _slots, added];
        return added;
    }

    private void RunTogether(int count, JobSlot slot)
    {
        _slot = slot;
        _count = count;
        Interlocked.Exchange(ref _state, ((_state & RunMask) + RunNumber) | Open);
        WakeSleepers(count - 1);
        DoItems(slot, 0, (int)(_state >> RunShift));
        Interlocked.And(ref _state, ~Open);
        WaitForWorkers();
        _slot = null;
    }

    private void DoItems(JobSlot slot, int thread, int run)
    {
        int count = _count, ranges = _ranges.Length;
        try
        {
            // The thread's own range first, then the others'.
            for (int r = 0; r < ranges; r++)
            {
                int range = thread + r < ranges ? thread + r : thread + r - ranges;
                int first = GemmBlock.PartStart(count, ranges, range), items = GemmBlock.PartStart(count, ranges, range + 1) - first;
                for (int i = _ranges[range].Take(run, items); i >= 0; i = _ranges[range].Take(run, items))
                {
                    slot.Execute(first + i);
                }
            }
        }
#pragma warning disable CA1031 // Whatever an item throws is thrown again by Run.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            foreach (ref ItemRange range in _ranges.AsSpan())
            {
                range.Close(run);
            }
        }
    }

    /// <summary>Waits until every worker that joined the run, now closed, has left it.</summary>
    private void WaitForWorkers()
    {
        long start = Stopwatch.GetTimestamp();
        while ((Volatile.Read(ref _state) & CountMask) != 0)
        {
            if (Stopwatch.GetTimestamp() - start <= _spinTicks)
            {
                Thread.SpinWait(4);
            }
            else if ((Interlocked.Or(ref _state, CallerAsleep) & CountMask) != 0)
            {
                _finished.WaitOne();
                break;
            }
        }

        Interlocked.And(ref _state, ~CallerAsleep);
    }

    private void Work(int index)
    {
        long done = 0;
        long idleSince = Stopwatch.GetTimestamp();
        while (!_disposed)
        {
            long state = Volatile.Read(ref _state);
            if (!IsNewRun(state, done))
            {
                if (Stopwatch.GetTimestamp() - idleSince <= _spinTicks)
                {
                    Thread.SpinWait(4);
                }
                else
                {
                    Sleep(done);
                    idleSince = Stopwatch.GetTimestamp();
                }
            }
            else if (Interlocked.CompareExchange(ref _state, state + 1, state) == state)
            {
                done = state & RunMask;
                DoItems(_slot!, index, (int)(state >> RunShift));
                long left = Interlocked.Decrement(ref _state);
                if ((left & CountMask) == 0 && (left & CallerAsleep) != 0)
                {
                    _finished.Set();
                }

                idleSince = Stopwatch.GetTimestamp();
            }
        }
    }

    private static bool IsNewRun(long state, long done) => (state & Open) != 0 && (state & RunMask) != done;

    /// <summary>Sleeps until a run begins or the pool ends.</summary>
    /// <remarks>
    /// The worker counts itself asleep before it looks at the state for the last time, and the caller opens the run before it looks at
    /// the count, so at least one of the two sees the other. Whoever takes a sleeper off the count owes it one release.
    /// </remarks>
    private void Sleep(long done)
    {
        Interlocked.Increment(ref _asleep);
        bool stayAwake = _disposed || IsNewRun(Volatile.Read(ref _state), done);
        if (!stayAwake || TakeSleepers(1) == 0)
        {
            _wake.Wait();
        }
    }

    private void WakeSleepers(int most)
    {
        int taken = TakeSleepers(most);
        if (taken > 0)
        {
            _wake.Release(taken);
        }
    }

    private int TakeSleepers(int most)
    {
        while (true)
        {
            int asleep = Volatile.Read(ref _asleep);
            int taken = Math.Min(asleep, most);
            if (taken == 0 || Interlocked.CompareExchange(ref _asleep, asleep - taken, asleep) == asleep)
            {
                return taken;
            }
        }
    }
}
