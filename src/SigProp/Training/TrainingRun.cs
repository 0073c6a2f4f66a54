using System.Diagnostics;
using SigProp.Learning;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Training;

/// <summary>One training run: epochs of steps, measured, watched, and stopped in time.</summary>
internal sealed partial class TrainingRun : IDisposable
{
    private static readonly TimeSpan s_reportInterval = TimeSpan.FromMilliseconds(200);

    private readonly Network _network;
    private readonly TrainingOptions _options;
    private readonly ComputeContext _context;
    private readonly TrainingBackend _backend;
    private readonly LearningRows _rows;
    private readonly RowWeights _weights;
    private readonly BatchSource _source;
    private readonly Batch _batch;
    private readonly LearningRule _rule;
    private readonly StepRunner _steps;
    private readonly RunningLosses _losses;
    private readonly IScorer _scorer;
    private readonly AnswerMeter _meter;
    private readonly SilenceWatch _silence;
    private readonly ParameterSnapshot? _best;
    private readonly WeightAverage[] _averages;
    private readonly OptimizerSpec _optimizer;
    private readonly RandomKey _key;
    private readonly int _first;
    private readonly int _last;
    private readonly Stopwatch _learning = new();
    private readonly Stopwatch _elapsed = new();
    private readonly List<EpochReport> _epochs = [];
    private long _samples;
    private (int Epoch, int Step) _done;
    private int _bestEpoch;
    private double _bestLoss = double.PositiveInfinity;

    /// <param name="network">What learns, in place.</param>
    /// <param name="options">How.</param>
    /// <param name="context">Threads, kernel and buffers.</param>
    /// <param name="backend">What takes the steps and measures.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="state">The state to go on from; null where the optimizer starts afresh.</param>
    /// <exception cref="ArgumentException">No row weighs anything, or the state is not that of the network and of these options.</exception>
    public TrainingRun(Network network, TrainingOptions options, ComputeContext context, TrainingBackend backend, LearningRows rows, TrainingState? state = null)
    {
        _network = network;
        _options = options;
        _context = context;
        _backend = backend;
        _rows = rows;
        // Epochs are numbered, and their randomness named, from those already done.
        _first = state?.Epochs ?? 0;
        _last = (int)Math.Min(int.MaxValue, (long)_first + options.Epochs);
        _done = (_first, 0);
        _key = RandomKey.FromSeed(options.Seed).Split("training");
        int batchSize = options.EffectiveBatchSize(rows.Count, network.Spec);
        _weights = rows.Weigh(options.ClassWeights);
        if (_weights.AreZero)
        {
            throw new ArgumentException("No row to learn from weighs more than 0.", nameof(rows));
        }

        _optimizer = options.EffectiveOptimizer(network.Spec);
        _source = rows.CreateSource(network, options, _weights, batchSize);
        try
        {
            _batch = _source.CreateBatch();
            _rule = backend.CreateRule(options.Rule, new LearningSetup(context, network, _optimizer, options.GradientClipNorm, batchSize)
            {
                Key = RandomKey.FromSeed(options.Seed).Split("rule"),
                Precision = options.Precision,
            });
            if (state?.MisfitOf(_rule.Optimizers) is string misfit)
            {
                throw new ArgumentException(misfit, nameof(state));
            }

            state?.CopyTo(_rule.Optimizers);
            _averages = CreateAverages();
            _steps = new StepRunner(_rule, context, options.EffectivePipeline, (long)options.Epochs * _source.Steps, _source.Steps);
            _losses = new RunningLosses(_rule.LossNames);
            _scorer = backend.CreateScorer(network, context);
            _meter = new AnswerMeter(network, _scorer, _weights) { Calibrates = options.Calibrate };
            _silence = new SilenceWatch(network, context, rows);
            _best = rows.ValidationRows.Length > 0 ? new ParameterSnapshot(network, _rule) : null;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What learns; to be looked at between epochs.</summary>
    public LearningRule Rule => _rule;

    private double LearningSeconds => _secondsBefore + _learning.Elapsed.TotalSeconds;

    private TrainingResult Train(Action<int> keep, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        _network.Calibration = new NetworkCalibration();
        StopReason reason;
        try
        {
            // Nothing is at work any more when the best network is restored.
            using (_steps)
            {
                reason = RunEpochs(keep, progress, cancellationToken);
            }
        }
        catch when (_bestEpoch > 0)
        {
            RestoreBest();
            throw;
        }

        RestoreBest();
        if (_options.Calibrate && _best is not null && _bestEpoch > 0)
        {
            _network.Calibration = NetworkCalibrator.Calibrate(_network, _scorer, _rows.Validation, _rows.ValidationRows, _weights);
        }

        int kept = _bestEpoch > 0 ? _bestEpoch : _done.Epoch;
        long parameterBytes = ParameterBytes();
        _rule.Half?.ExpandMoments(_context);
        double seconds = LearningSeconds;
        long here = _samples - _samplesBefore;
        return new TrainingResult(_network, new TrainingReport
        {
            Options = _options,
            Device = _backend.Name,
            TrainingRows = _rows.Count,
            ValidationRows = _rows.ValidationRows.Length,
            BatchSize = _batch.Capacity,
            Epochs = _epochs,
            BestEpoch = kept,
            StopReason = reason,
            TrainSeconds = seconds,
            SamplesPerSecond = seconds > 0 ? _samples / seconds : 0,
            SignalBytes = _rule.SignalBytes,
            ParameterBytes = parameterBytes,
            PipelineStages = _steps.Stages,
            Layers = [.. _rule.Costs.Select(c => new LayerReport(c.Name, here > 0 ? c.Seconds / here : 0, c.SignalBytes))],
        }, new TrainingState(_options.Rule, _optimizer, kept, [.. _rule.Optimizers.Select(o => o.State)]));
    }

    /// <summary>Ends the threads that <see cref="Execute"/> has not ended, because it was not called, and frees what the backend holds, and the rows' source.</summary>
    public void Dispose()
    {
        // Of a run that could not be made there is only a part.
        _steps?.Dispose();
        (_rule as IDisposable)?.Dispose();
        (_scorer as IDisposable)?.Dispose();
        _source.Dispose();
    }

    private StopReason RunEpochs(Action<int> keep, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        for (int epoch = _done.Epoch; epoch < _last; epoch++)
        {
            if (!Learn(epoch, progress, cancellationToken))
            {
                return StopReason.Cancelled;
            }

            EpochReport report = Measure(epoch);
            _epochs.Add(report);
            bool isLast = epoch + 1 == _last;
            bool stops = _best is not null && !isLast && epoch + 1 - Math.Max(_bestEpoch, _first) >= _options.Patience;
            if (!isLast && !stops)
            {
                keep(epoch + 1);
            }

            progress?.Report(Progress(epoch, _source.Steps) with { Completed = report });
            if (stops)
            {
                return StopReason.EarlyStopping;
            }
        }

        return StopReason.Completed;
    }

    /// <summary>Back to the best epoch, where one was measured; otherwise to the averages, where they are kept.</summary>
    private void RestoreBest()
    {
        if (_bestEpoch > 0)
        {
            _best!.Restore(_context);
        }
        else
        {
            SwapAverages();
        }

        Finish();
    }

    /// <summary>What the network's tensors and the moments take while steps are taken.</summary>
    private long ParameterBytes() => _rule.Half is HalfStore half
        ? half.Bytes + (sizeof(float) * _network.Leaves.Except(half.Parameters).Sum(p => (long)p.Length))
        : sizeof(float) * (_network.Leaves.Sum(p => (long)p.Length) + _rule.Optimizers.Sum(o => o.State.Moments().Sum(m => (long)m.Values.Length)))
            + _averages.Sum(a => a.Bytes);

    /// <returns>False where the run was cancelled before the epoch's end.</returns>
    private bool Learn(int epoch, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        _learning.Start();
        _rule.BeginSteps(_context);
        try
        {
            return TakeSteps(epoch, progress, cancellationToken);
        }
        finally
        {
            _rule.EndSteps(_context);
            _learning.Stop();
        }
    }

    private bool TakeSteps(int epoch, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        RandomKey key = _key.Split(epoch);
        _source.Shuffle(key.Split("shuffle"));
        _losses.Clear();
        TimeSpan reported = _elapsed.Elapsed;
        for (int step = 0; step < _source.Steps; step++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Collect(epoch, all: true);
                return false;
            }

            _source.Fill(_batch, step);
            _steps.Begin(_batch, key.Split(step), LearningRate(epoch, step));
            Collect(epoch, all: false);
            if (progress is not null && _elapsed.Elapsed - reported > s_reportInterval && _done.Epoch == epoch + 1)
            {
                // What a pipeline has in flight stays there: to run empty costs time, and leaves nothing to measure a pipeline by.
                reported = _elapsed.Elapsed;
                progress.Report(Progress(epoch, _done.Step));
            }
        }

        Collect(epoch, all: true);
        return true;
    }

    /// <summary>Adds up the steps that are done, or that were begun, in order.</summary>
    private void Collect(int epoch, bool all)
    {
        while (_steps.TryFinish(all, _losses.Step, out int rows))
        {
            _network.ForgetPacked();
            _done = (epoch + 1, _done.Epoch == epoch + 1 ? _done.Step + 1 : 1);
            _losses.Add(rows, _done.Epoch, _done.Step);
            _samples += rows;
        }
    }

    private float LearningRate(int epoch, int step) => _optimizer.LearningRate
        * ScheduleFactor.At(_options.Schedule, epoch - _first, _options.Epochs, (double)step / _source.Steps);

    private EpochReport Measure(int epoch)
    {
        IReadOnlyList<AnswerReport> validation = [];
        if (_best is not null)
        {
            SwapAverages();
            Finish();
            validation = _meter.Measure(_rows.Validation, _rows.ValidationRows);
            foreach (AnswerReport answer in validation)
            {
                ThrowIfNotFinite(answer.Name, "the validation loss", answer.Loss);
            }

            if (_meter.CalibratedLoss < _bestLoss)
            {
                _bestLoss = _meter.CalibratedLoss;
                _bestEpoch = epoch + 1;
                _best.Take();
            }

            SwapAverages();
        }

        IReadOnlyList<int> silent = _silence.Count(epoch + 1, out IReadOnlyList<string> warnings);
        return new EpochReport
        {
            SilentNeurons = silent,
            Epoch = epoch + 1,
            LearningRate = LearningRate(epoch, _source.Steps - 1),
            Training = _losses.Report(),
            Validation = validation,
            Warnings = [.. warnings, .. _rule.Warnings],
            Angles = _rule.Angles,
            Seconds = LearningSeconds - _epochs.Sum(e => e.Seconds),
        };
    }

    /// <summary>Brings the class targets up to date with the parameters. The step's loss was that before it learned: whether it diverged in
    /// learning shows here.</summary>
    private void Finish()
    {
        if (_rule.TrainsTargets)
        {
            _network.ComputeClassTargets(_context);
        }
        else
        {
            _network.ForgetClassTargets();
        }

        foreach (Parameter parameter in _network.Leaves)
        {
            int at = Guard.FirstNotFinite(parameter.Values);
            ThrowIfNotFinite(parameter.Name.Split('.')[0], "a parameter", at < 0 ? 0 : parameter.Values[at]);
        }

        for (int i = 0; i < _network.ClassTargets.Length; i++)
        {
            Span<float> targets = _network.ClassTargets[i].Elements;
            int at = Guard.FirstNotFinite(targets);
            ThrowIfNotFinite($"layer{i + 1}", "a target", at < 0 ? 0 : targets[at]);
        }
    }

    private void ThrowIfNotFinite(string learner, string quantity, double value)
    {
        if (!double.IsFinite(value))
        {
            throw new DivergenceException(learner, quantity, value, _done.Epoch, _done.Step);
        }
    }

    private TrainingProgress Progress(int epoch, int step) => new()
    {
        Epoch = epoch + 1,
        Epochs = _last,
        Step = step,
        Steps = _source.Steps,
        ElapsedSeconds = _elapsed.Elapsed.TotalSeconds,
        Loss = _losses.Loss,
        Accuracy = _losses.Accuracy,
    };
}
