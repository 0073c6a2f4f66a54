using System.Diagnostics;
using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Learning;

/// <summary>Takes training's steps: one after the other, or several at a time on their way through a <see cref="Pipeline"/>. What is begun is taken out in
/// the same order.</summary>
internal sealed class StepRunner : IDisposable
{
    // Steps that are not measured after a change: threads wake, and find nothing in their caches.
    private const int SettlingSteps = 4;

    private readonly LearningRule _rule;
    private readonly ComputeContext _context;
    private readonly LossValue[] _losses;
    private readonly IEnumerator<PipelineTrial>? _trials;
    private ComputeContext[] _contexts = [];
    private Pipeline? _pipeline;
    private PipelineTrial? _trial;
    private bool _isDue = true;
    private int _rows;

    // Of the trial under way: the steps begun, those that are measured, and those still to pass until the pace is even.
    private int _begun;
    private int _measured;
    private int _settling;
    private long _last;
    private long _ticks;
    private double[] _before = [];

    /// <param name="rule">The learning rule, in one group.</param>
    /// <param name="context">What it computes on; groups have contexts of their own, of as many threads together.</param>
    /// <param name="mode">Whether layers learn in parallel.</param>
    /// <param name="steps">Steps planned.</param>
    /// <param name="stepsAnEpoch">Steps after which all that is begun is taken out.</param>
    public StepRunner(LearningRule rule, ComputeContext context, PipelineMode mode, long steps, int stepsAnEpoch)
    {
        _rule = rule;
        _context = context;
        _losses = new LossValue[rule.LossNames.Count];
        if (mode != PipelineMode.Off && context.Threads > 1 && rule is SignalPropagation { CanOverlap: true, Learners: > 1 } signal)
        {
            var tuner = new PipelineTuner(context.Threads, signal.Learners, steps, stepsAnEpoch);
            _trials = (mode == PipelineMode.On ? tuner.Always() : tuner.WhereFaster()).GetEnumerator();
        }
    }

    /// <summary>Groups of layers that work at one time; 1 where steps are taken one after the other.</summary>
    public int Stages { get; private set; } = 1;

    private int Settling => _trial?.EnoughSteps == 0 ? SettlingSteps : 0;

    /// <summary>Begins a step; returns once the batch may be filled again. <see cref="TryFinish"/> has been called until it said no since the last one
    /// began.</summary>
    public void Begin(Batch batch, RandomKey key, float learningRate)
    {
        if (_trials is not null)
        {
            Watch(batch);
        }

        if (_pipeline is not null)
        {
            _pipeline.Begin(batch, key, learningRate);
            return;
        }

        _rule.SetLearningRate(learningRate);
        if (_contexts.Length == 0)
        {
            _rule.Step(batch, key, _losses);
        }
        else
        {
            ((SignalPropagation)_rule).Step(_contexts[0], 0, 0, batch, key, _losses);
        }

        _rows = batch.Count;
    }

    /// <summary>Takes out the oldest step begun, where it is done.</summary>
    /// <param name="all">Whether to wait for it. Once no step is left, the network is at rest and that of all the steps begun.</param>
    /// <param name="losses">Takes its losses.</param>
    /// <param name="rows">Rows of its batch.</param>
    /// <returns>False where no step is done, or none is left.</returns>
    public bool TryFinish(bool all, Span<LossValue> losses, out int rows)
    {
        bool isEmptied = all || _isDue;
        if (_pipeline is not null)
        {
            bool isDone = _pipeline.TryFinish(isEmptied || _pipeline.IsFull, losses, out rows);
            if (isEmptied)
            {
                // The last steps before the pipeline is empty have more of the machine than others.
                (_last, _settling) = (0, Settling);
            }
            else if (isDone)
            {
                // From one step's end to the next, which is the slowest group's pace, wherever it is.
                Count(_pipeline.DoneAt);
            }

            return isDone;
        }

        _last = all ? 0 : _last;
        rows = _rows;
        _rows = 0;
        if (rows > 0)
        {
            _losses.CopyTo(losses);
        }

        return rows > 0;
    }

    /// <summary>Ends all threads; steps in flight are left where they are.</summary>
    public void Dispose()
    {
        _trials?.Dispose();
        EndPipeline();
    }

    /// <summary>A step is about to begin: measures the trial under way and goes on to the next, once nothing is in flight.</summary>
    private void Watch(Batch batch)
    {
        if (_isDue)
        {
            GoOn(batch);
        }
        else if (_trial is not null)
        {
            if (_pipeline is null)
            {
                Count(Stopwatch.GetTimestamp());
            }

            _isDue = _trial.IsLongEnough(_measured, (double)_ticks / Stopwatch.Frequency);
        }

        _begun++;
    }

    /// <summary>A step has come to where the last one was at <see cref="_last"/>.</summary>
    private void Count(long now)
    {
        if (_last > 0 && _settling == 0)
        {
            _ticks += now - _last;
            _measured++;
        }

        _last = now;
        _settling = Math.Max(0, _settling - 1);
    }

    private void GoOn(Batch batch)
    {
        var rule = (SignalPropagation)_rule;
        PipelineTrial? before = _trial;
        if (before is not null)
        {
            before.SecondsPerStep = (double)_ticks / Stopwatch.Frequency / _measured;
            before.Costs = [.. _before.Select((seconds, i) => (rule.Seconds(i) - seconds) / _begun)];
            before.Costs[0] += Math.Max(0, before.SecondsPerStep - before.Costs.Sum());
        }

        _trial = _trials!.MoveNext() ? _trials.Current : null;
        if (_trial is not null && !_trial.IsSameAs(before))
        {
            EndPipeline();
            Start(rule, _trial, batch);
        }

        _isDue = false;
        _before = [.. Enumerable.Range(0, rule.Learners).Select(rule.Seconds)];
        (_begun, _measured, _ticks, _last, _settling) = (0, 0, 0, 0, Settling);
    }

    private void Start(SignalPropagation rule, PipelineTrial trial, Batch batch)
    {
        if (trial.Groups > 1 || rule.Groups.Count > 1)
        {
            rule.Regroup([.. trial.Starts]);
        }

        Stages = trial.Groups;
        if (trial.Groups > 1 || trial.Threads[0] != _context.Threads)
        {
            _contexts = [.. trial.Threads.Select(threads => new ComputeContext(threads, _context.Kernel))];
        }

        _pipeline = trial.Groups > 1 ? new Pipeline(rule, _contexts, batch) : null;
    }

    private void EndPipeline()
    {
        _pipeline?.Dispose();
        _pipeline = null;
        foreach (ComputeContext context in _contexts)
        {
            context.Dispose();
        }

        _contexts = [];
    }
}
