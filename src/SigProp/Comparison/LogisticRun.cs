using System.Diagnostics;
using System.Numerics.Tensors;
using SigProp.Data;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Comparison;

/// <summary>A logistic regression's training run: epochs of steps, measured, and stopped in time, as those of networks are.</summary>
internal sealed class LogisticRun : IDisposable
{
    private static readonly TimeSpan s_reportInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>One layer that begins at zero has farther to go than layers that begin at random, and no others that it could upset.</summary>
    private static readonly AdamSpec s_default = new() { LearningRate = 0.01f };

    private readonly TrainingSplit _split;
    private readonly TrainingOptions _options;
    private readonly ComputeContext _context;
    private readonly RowWeights _weights;
    private readonly Batch _batch;
    private readonly float[] _scores;
    private readonly OptimizerSpec _recipe;
    private readonly LayerOptimizer _optimizer;
    private readonly Stopwatch _learning = new();
    private readonly Stopwatch _elapsed = new();
    private readonly List<CurvePoint> _curve = [];
    private readonly int[] _order;
    private readonly float[][] _best;
    private TimeSpan _reported;
    private double _bestLoss = double.PositiveInfinity;
    private int _bestEpoch;
    private long _samples;

    /// <param name="split">The rows.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentException">No row weighs anything.</exception>
    public LogisticRun(TrainingSplit split, TrainingOptions options)
    {
        _split = split;
        _options = options;
        _weights = split.Weigh(options.ClassWeights);
        if (_weights.AreZero)
        {
            throw new ArgumentException("No row to learn from weighs more than 0.", nameof(split));
        }

        Dataset data = split.Data;
        Regression = new LogisticRegression(data.Width, data.ClassCount);
        _context = new ComputeContext(options.EffectiveThreads);
        _batch = new Batch(options.EffectiveBatchSize(split.Count, isRegression: false), data.Width) { IsWeighted = !_weights.AreEven };
        _scores = new float[checked(_batch.Capacity * data.ClassCount)];
        IReadOnlyList<Parameter> parameters = Regression.Head.Parameters;
        _recipe = options.Optimizer == new AdamSpec() ? s_default : options.Optimizer;
        _optimizer = new LayerOptimizer(_recipe, options.GradientClipNorm, parameters, new float[LayerOptimizer.GradientLength(parameters)]);
        _best = [.. parameters.Select(p => new float[p.Length])];
        _order = [.. split.Rows];
    }

    /// <summary>What learns.</summary>
    public LogisticRegression Regression { get; }

    /// <summary>What it has taken so far.</summary>
    public YardstickEffort Effort => new(_learning.Elapsed.TotalSeconds, _samples, Regression.Head.Parameters.Sum(p => (long)p.Length), [.. _curve]);

    private int Steps => (_split.Count + _batch.Capacity - 1) / _batch.Capacity;

    public void Execute(IProgress<double>? progress, CancellationToken cancellationToken)
    {
        _elapsed.Start();
        RandomKey key = RandomKey.FromSeed(_options.Seed).Split("training");
        for (int epoch = 0; epoch < _options.Epochs; epoch++)
        {
            _learning.Start();
            bool complete = Learn(epoch, key.Split(epoch), progress, cancellationToken, out NamedValue loss);
            _learning.Stop();
            if (!complete)
            {
                break;
            }

            Measure(epoch, loss);
            progress?.Report((epoch + 1.0) / _options.Epochs);
            if (_bestEpoch > 0 && epoch + 1 - _bestEpoch >= _options.Patience)
            {
                break;
            }
        }

        RestoreBest();
        Calibrate();
        progress?.Report(1);
    }

    public void Dispose() => _context.Dispose();

    /// <returns>False where the run was cancelled before the epoch's end.</returns>
    private bool Learn(int epoch, RandomKey key, IProgress<double>? progress, CancellationToken cancellationToken, out NamedValue loss)
    {
        double sum = 0;
        loss = new NamedValue("head", 0);

        // From the same start every time, so that an epoch's order depends on its key alone.
        _split.Rows.CopyTo(_order, 0);
        RandomStream stream = key.Split("shuffle").Stream();
        stream.Shuffle(_order);
        for (int step = 0; step < Steps; step++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            Fill(step);
            double part = (double)step / Steps;
            _optimizer.LearningRate = _recipe.LearningRate * ScheduleFactor.At(_options.Schedule, epoch, _options.Epochs, part);

            // L = -mean log softmax(x V^T + c)[y], and at once the update
            var scores = new MatrixView(_scores, _batch.Count, _split.Data.ClassCount);
            LossValue value = Regression.Head.Evaluate(_context, _batch.X, _batch.Lesson(default), scores);
            Regression.Head.Update(_context, _batch.X, scores, _optimizer);
            if (!double.IsFinite(value.Mean))
            {
                throw new DivergenceException("head", "the loss", value.Mean, epoch + 1, step + 1);
            }

            sum += value.Mean * _batch.Count;
            _samples += _batch.Count;
            if (progress is not null && _elapsed.Elapsed - _reported > s_reportInterval)
            {
                _reported = _elapsed.Elapsed;
                progress.Report((epoch + part) / _options.Epochs);
            }
        }

        loss = new NamedValue("head", sum / _split.Count);
        return true;
    }

    private void Fill(int step)
    {
        int start = step * _batch.Capacity;
        _batch.Count = Math.Min(_batch.Capacity, _split.Count - start);
        for (int i = 0; i < _batch.Count; i++)
        {
            int row = _order[start + i];
            _split.Data.Row(row).CopyTo(_batch.Features.AsSpan(i * _batch.Width));
            _batch.Labels[i] = _split.Data.Label(row);
            _batch.Weights[i] = _weights.Of(_split.Data, row);
        }
    }

    private void Measure(int epoch, NamedValue loss)
    {
        var point = new CurvePoint { Epoch = epoch + 1, Seconds = _learning.Elapsed.TotalSeconds, TrainingLosses = [loss] };
        if (_split.ValidationRows.Length > 0)
        {
            (double validationLoss, double accuracy) = Validate();
            if (!double.IsFinite(validationLoss))
            {
                throw new DivergenceException("head", "the validation loss", validationLoss, epoch + 1, Steps);
            }

            point = point with { ValidationLoss = validationLoss, ValidationAccuracy = accuracy };
            if (validationLoss < _bestLoss)
            {
                _bestLoss = validationLoss;
                _bestEpoch = epoch + 1;
                for (int i = 0; i < _best.Length; i++)
                {
                    Regression.Head.Parameters[i].Values.CopyTo(_best[i]);
                }
            }
        }

        _curve.Add(point);
    }

    private (double Loss, double Accuracy) Validate()
    {
        MatrixView scores = ValidationScores();
        double loss = 0, weights = 0;
        int right = 0;
        for (int i = 0; i < scores.Rows; i++)
        {
            Span<float> row = scores.Row(i);
            int validationRow = _split.ValidationRows[i], label = _split.Validation.Label(validationRow);
            double weight = _weights.Of(_split.Validation, validationRow), score = row[label];
            right += TensorPrimitives.IndexOfMax<float>(row) == label ? 1 : 0;
            loss += weight * (RowOperations.SoftMax(row) - score);
            weights += weight;
        }

        return (loss / (weights > 0 ? weights : 1), (double)right / scores.Rows);
    }

    private MatrixView ValidationScores()
    {
        int rows = _split.ValidationRows.Length, classes = _split.Data.ClassCount;
        var scores = new MatrixView(new float[checked(rows * classes)], rows, classes);
        Regression.Scores(_context, _split.Validation, _split.ValidationRows, scores);
        return scores;
    }

    private void RestoreBest()
    {
        for (int i = 0; _bestEpoch > 0 && i < _best.Length; i++)
        {
            _best[i].CopyTo(Regression.Head.Parameters[i].Values);
        }
    }

    private void Calibrate()
    {
        if (_options.Calibrate && _bestEpoch > 0 && _split.ValidationRows.Length >= Calibration.LeastRows)
        {
            int[] labels = [.. _split.ValidationRows.Select(_split.Validation.Label)];
            float[] weights = [.. _split.ValidationRows.Select(row => _weights.Of(_split.Validation, row))];
            Regression.Temperature = ProbabilityCalibration.FitTemperature(ValidationScores(), labels, weights);
        }
    }
}
