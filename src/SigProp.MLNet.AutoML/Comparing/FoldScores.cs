using System.Diagnostics;
using System.Numerics.Tensors;
using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.Comparison;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>What a model says of the rows to test on, read in one pass.</summary>
internal sealed class FoldScores
{
    private const int Bins = 10;

    // A probability of 0 for what came would make the log-loss infinite whatever the other rows say.
    private const double LeastProbability = 1e-15;

    private readonly List<int> _is = [], _predicted = [];
    private readonly List<double> _labels = [], _scores = [], _right = [], _confidence = [];

    private FoldScores(ComparisonTask task, int classes) => (Task, Classes) = (task, classes);

    private ComparisonTask Task { get; }

    private int Classes { get; }

    private bool HasProbabilities { get; set; } = true;

    private int Count => Math.Max(_is.Count, _labels.Count);

    /// <summary>Seconds to score a row.</summary>
    public double SecondsPerRow { get; private set; }

    /// <summary>Reads what a model says.</summary>
    /// <param name="scored">The rows with their scores.</param>
    /// <param name="label">The label column.</param>
    /// <param name="task">What the label is.</param>
    /// <param name="classes">How many classes.</param>
    /// <exception cref="InvalidOperationException">A score is no number.</exception>
    public static FoldScores Read(IDataView scored, string label, ComparisonTask task, int classes)
    {
        var scores = new FoldScores(task, classes);
        string[] names = task switch
        {
            ComparisonTask.Binary => [label, "Score", "PredictedLabel", "Probability"],
            ComparisonTask.Multiclass => [label, "Score", "PredictedLabel"],
            _ => [label, "Score"],
        };
        DataViewSchema.Column[] columns = [.. names.Select(name => scored.Schema.GetColumnOrNull(name)).OfType<DataViewSchema.Column>()];
        using DataViewRowCursor cursor = scored.GetRowCursor(columns);
        Action read = task switch
        {
            ComparisonTask.Binary => scores.BinaryReader(cursor, columns),
            ComparisonTask.Multiclass => scores.MulticlassReader(cursor, columns),
            _ => scores.RegressionReader(cursor, columns),
        };
        long start = Stopwatch.GetTimestamp();
        while (cursor.MoveNext())
        {
            read();
        }

        scores.SecondsPerRow = Stopwatch.GetElapsedTime(start).TotalSeconds / Math.Max(1, scores.Count);
        return scores;
    }

    /// <summary>The metrics of the rows, by the engine's keys.</summary>
    public Dictionary<string, double> Measure(IEnumerable<ComparisonMetric> metrics)
        => metrics.ToDictionary(metric => MetricInfos.InfoOf(metric).Key, Value);

    /// <summary>One metric; not a number where it has no meaning.</summary>
    public double Value(ComparisonMetric metric) => metric switch
    {
        ComparisonMetric.Accuracy => _is.Zip(_predicted, (a, b) => a == b ? 1.0 : 0).Average(),
        ComparisonMetric.MacroAccuracy => _is.Zip(_predicted).GroupBy(pair => pair.First).Average(g => g.Average(pair => pair.First == pair.Second ? 1.0 : 0)),
        ComparisonMetric.LogLoss => HasProbabilities ? -_right.Average(p => Math.Log(Math.Max(p, LeastProbability))) : double.NaN,
        ComparisonMetric.AreaUnderRocCurve => AreaUnderRocCurve(),
        ComparisonMetric.F1Score => F1(),
        ComparisonMetric.RSquared => 1 - (SquaredError() / SquaredDeviation()),
        ComparisonMetric.RootMeanSquaredError => Math.Sqrt(SquaredError() / _labels.Count),
        _ => _labels.Zip(_scores, (y, s) => Math.Abs(y - s)).Average(),
    };

    /// <summary>Rows by class and by predicted class; empty for a regression.</summary>
    public int[][] Confusion()
    {
        int[][] counts = Task == ComparisonTask.Regression ? [] : [.. Enumerable.Range(0, Classes).Select(_ => new int[Classes])];
        for (int i = 0; i < _is.Count; i++)
        {
            if (_predicted[i] >= 0)
            {
                counts[_is[i]][_predicted[i]]++;
            }
        }

        return counts;
    }

    /// <summary>How often predictions of some probability are right; empty where there are no probabilities.</summary>
    public CalibrationBin[] Calibration() => Task == ComparisonTask.Regression || !HasProbabilities ? [] :
    [
        .. from row in Enumerable.Range(0, _is.Count)
           group row by Math.Clamp((int)(_confidence[row] * Bins), 0, Bins - 1) into bin
           orderby bin.Key
           select new CalibrationBin(bin.Count(), bin.Average(row => _confidence[row]), bin.Average(row => _is[row] == _predicted[row] ? 1.0 : 0)),
    ];

    private Action BinaryReader(DataViewRowCursor cursor, DataViewSchema.Column[] columns)
    {
        ValueGetter<bool> label = cursor.GetGetter<bool>(columns[0]), predicted = cursor.GetGetter<bool>(columns[2]);
        ValueGetter<float> score = cursor.GetGetter<float>(columns[1]);
        ValueGetter<float>? probability = columns.Length > 3 ? cursor.GetGetter<float>(columns[3]) : null;
        HasProbabilities = probability is not null;
        return () =>
        {
            bool isTrue = false, isPredicted = false;
            float s = 0, p = 0;
            label(ref isTrue);
            predicted(ref isPredicted);
            score(ref s);
            Check(s);
            _is.Add(isTrue ? 1 : 0);
            _predicted.Add(isPredicted ? 1 : 0);
            _scores.Add(s);
            if (probability is not null)
            {
                probability(ref p);
                _right.Add(isTrue ? p : 1 - p);
                _confidence.Add(isPredicted ? p : 1 - p);
            }
        };
    }

    private Action MulticlassReader(DataViewRowCursor cursor, DataViewSchema.Column[] columns)
    {
        Func<int> label = Key(cursor, columns[0]), predicted = Key(cursor, columns[2]);
        ValueGetter<VBuffer<float>> score = cursor.GetGetter<VBuffer<float>>(columns[1]);
        VBuffer<float> scores = default;
        float[] dense = new float[Classes];
        return () =>
        {
            score(ref scores);
            int isClass = label(), predictedClass = predicted();
            scores.CopyTo(dense);
            float sum = TensorPrimitives.Sum(dense);
            Check(sum);

            // Scores of a margin, or logarithms, are not what a user can take for probabilities.
            HasProbabilities &= TensorPrimitives.Min<float>(dense) >= 0 && Math.Abs(sum - 1) < 0.01;
            _is.Add(isClass);
            _predicted.Add(predictedClass);
            _right.Add(dense[isClass]);
            _confidence.Add(predictedClass < 0 ? 0 : dense[predictedClass]);
        };
    }

    private Action RegressionReader(DataViewRowCursor cursor, DataViewSchema.Column[] columns)
    {
        ValueGetter<float> label = cursor.GetGetter<float>(columns[0]), score = cursor.GetGetter<float>(columns[1]);
        return () =>
        {
            float y = 0, s = 0;
            label(ref y);
            score(ref s);
            Check(s);
            _labels.Add(y);
            _scores.Add(s);
        };
    }

    private static Func<int> Key(DataViewRowCursor cursor, DataViewSchema.Column column)
    {
        ValueGetter<uint> getter = cursor.GetGetter<uint>(column);
        return () =>
        {
            uint key = 0;
            getter(ref key);
            return (int)key - 1;
        };
    }

    private void Check(float score)
    {
        if (!float.IsFinite(score))
        {
            throw new InvalidOperationException($"The trained model scores row {Count} of those to test on with {score}, which is no number to go by.");
        }
    }

    private double SquaredError() => _labels.Zip(_scores, (y, s) => (y - s) * (y - s)).Sum();

    private double SquaredDeviation()
    {
        double mean = _labels.Average();
        return _labels.Sum(y => (y - mean) * (y - mean));
    }

    private double F1()
    {
        double both = _is.Zip(_predicted, (a, b) => a + b == 2 ? 1.0 : 0).Sum(), all = _is.Sum() + _predicted.Sum();
        return all > 0 ? 2 * both / all : double.NaN;
    }

    // The ranks of what is true, ties in the middle:  AUC = (sum of ranks - n(n + 1) / 2) / (n m)  (Mann and Whitney)
    private double AreaUnderRocCurve()
    {
        double rank = 0, sum = 0, positive = _is.Sum(), negative = _is.Count - positive;
        foreach (IGrouping<double, int> tied in Enumerable.Range(0, _is.Count).GroupBy(i => _scores[i]).OrderBy(g => g.Key))
        {
            int count = tied.Count();
            sum += tied.Sum(i => _is[i]) * (rank + ((count + 1) / 2.0));
            rank += count;
        }

        return positive > 0 && negative > 0 ? (sum - (positive * (positive + 1) / 2)) / (positive * negative) : double.NaN;
    }
}
