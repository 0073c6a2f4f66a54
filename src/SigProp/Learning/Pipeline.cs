using System.Diagnostics;
using System.Runtime.ExceptionServices;
using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Learning;

/// <summary>Signal propagation with a thread, or several, for each group of layers: while the first group is on batch k + 1, the second is on batch k.
/// A layer's update depends on nothing that comes after it, so the parameters are those of one step after the other, bit for bit.</summary>
/// <remarks>
/// <para>The caller does the first group's part of a step itself. Groups count the steps that they have done; a group may take a step once the group
/// before has done it, and once the group after has done with what lies in the joint's buffer.</para>
/// <para>Serves one caller. When a group throws, all groups stop after what they are at, and the first exception is thrown again on the caller.</para>
/// </remarks>
internal sealed class Pipeline : IDisposable
{
    private readonly SignalPropagation _rule;
    private readonly ComputeContext[] _contexts;
    private readonly PipelineSlot[] _slots;
    private readonly StepCounter[] _done;
    private readonly Thread[] _workers;
    private ExceptionDispatchInfo? _failure;
    private long _begun;
    private long _finished;

    /// <param name="rule">Signal propagation, in as many groups as there are contexts, at least 2.</param>
    /// <param name="contexts">What each group computes on.</param>
    /// <param name="batch">A batch like those to come.</param>
    public Pipeline(SignalPropagation rule, ComputeContext[] contexts, Batch batch)
    {
        _rule = rule;
        _contexts = contexts;
        int groups = rule.Groups.Count;
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 2);
        ArgumentOutOfRangeException.ThrowIfNotEqual(contexts.Length, groups);

        // The steps that groups and joints hold at most.
        _slots = [.. Enumerable.Range(0, (SignalJoint.Capacity * (groups - 1)) + 1).Select(_ => new PipelineSlot(batch.WithoutFeatures(), rule.Learners))];
        bool spins = contexts.Sum(c => c.Threads) <= Environment.ProcessorCount;
        _done = [.. Enumerable.Range(0, groups).Select(_ => new StepCounter(spins))];
        _workers = [.. Enumerable.Range(1, groups - 1).Select(group => new Thread(() => Work(group))
        {
            IsBackground = true,
            Name = $"SigProp pipeline stage {group + 1}",
        })];
        foreach (Thread worker in _workers)
        {
            worker.Start();
        }
    }

    /// <summary>Steps begun and not yet taken out by <see cref="TryFinish"/>.</summary>
    public int InFlight => (int)(_begun - _finished);

    /// <summary>Whether no step can begin before one is taken out.</summary>
    public bool IsFull => InFlight == _slots.Length;

    /// <summary>When the last group was done with the step last taken out, in ticks of <see cref="Stopwatch"/>.</summary>
    public long DoneAt { get; private set; }

    /// <summary>Begins a step; returns once the batch may be filled again.</summary>
    /// <exception cref="InvalidOperationException">The pipeline is full.</exception>
    public void Begin(Batch batch, RandomKey key, float learningRate)
    {
        if (IsFull)
        {
            throw new InvalidOperationException($"The pipeline holds {InFlight} steps; take one out first.");
        }

        PipelineSlot slot = Slot(_begun);
        slot.Fill(batch, key, learningRate);
        if (!_done[1].WaitFor(_begun + 1 - SignalJoint.Capacity))
        {
            ThrowFailure();
        }

        Step(0, _begun, batch);
        _begun++;
        _done[0].Advance();
    }

    /// <summary>Takes out the oldest step, where the last group has done it.</summary>
    /// <param name="wait">Whether to wait for it.</param>
    /// <param name="losses">Takes its losses.</param>
    /// <param name="rows">Rows of its batch.</param>
    /// <returns>False where no step has been done, or none is in flight.</returns>
    public bool TryFinish(bool wait, Span<LossValue> losses, out int rows)
    {
        rows = 0;
        if (InFlight == 0 || (!wait && _failure is null && _done[^1].Value <= _finished))
        {
            return false;
        }

        if (!_done[^1].WaitFor(_finished + 1))
        {
            ThrowFailure();
        }

        PipelineSlot slot = Slot(_finished);
        slot.Losses.CopyTo(losses);
        rows = slot.Lesson.Count;
        DoneAt = slot.DoneAt;
        _finished++;
        return true;
    }

    /// <summary>Ends the threads; steps in flight are left where they are.</summary>
    public void Dispose()
    {
        Stop();
        foreach (Thread worker in _workers)
        {
            worker.Join();
        }
    }

    private PipelineSlot Slot(long step) => _slots[step % _slots.Length];

    private void Work(int group)
    {
        try
        {
            for (long step = 0; _done[group - 1].WaitFor(step + 1); step++)
            {
                if (group + 1 < _done.Length && !_done[group + 1].WaitFor(step + 1 - SignalJoint.Capacity))
                {
                    return;
                }

                Step(group, step, Slot(step).Lesson);
                Slot(step).DoneAt = Stopwatch.GetTimestamp();
                _done[group].Advance();
            }
        }
#pragma warning disable CA1031 // Whatever a layer throws is thrown again on the caller.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);
            Stop();
        }
    }

    private void Step(int group, long step, Batch batch)
    {
        PipelineSlot slot = Slot(step);
        _rule.Groups[group].SetLearningRate(slot.LearningRate);
        _rule.Step(_contexts[group], group, step, batch, slot.Key, slot.Losses);
    }

    private void Stop()
    {
        foreach (StepCounter counter in _done)
        {
            counter.Stop();
        }
    }

    private void ThrowFailure()
    {
        _failure?.Throw();
        throw new ObjectDisposedException(nameof(Pipeline));
    }
}
