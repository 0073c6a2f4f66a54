using System.Numerics.Tensors;
using SigProp.Data;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Measures every answer of a network, exits and head, over rows of a data set.</summary>
internal sealed class AnswerMeter
{
    private readonly Network _network;
    private readonly IScorer _scorer;
    private readonly RowWeights? _rowWeights;
    private readonly float[] _features;
    private readonly double[] _losses;
    private readonly double[] _scores;
    private readonly Action<int, MatrixView> _take;
    private int[] _labels = [];
    private float[] _values = [];
    private float[] _weights = [];
    private float[] _logits = [];
    private int[] _allLabels = [];
    private float[] _allWeights = [];
    private int _measured;

    /// <param name="network">The network.</param>
    /// <param name="scorer">What answers.</param>
    /// <param name="weights">What rows weigh in the losses; null for 1.</param>
    public AnswerMeter(Network network, IScorer scorer, RowWeights? weights = null)
    {
        _network = network;
        _rowWeights = weights;
        _scorer = scorer;
        _features = new float[checked(_scorer.MaxRows * network.InputWidth)];
        _losses = new double[network.LayerCount + 1];
        _scores = new double[network.LayerCount + 1];
        _take = network.Spec.IsRegression ? TakeValues : TakeClasses;
    }

    /// <summary>Whether <see cref="CalibratedLoss"/> is measured, of classes.</summary>
    public bool Calibrates { get; init; }

    /// <summary>The head's loss over the rows measured last, were its probabilities calibrated on them; its loss as it is where they are not to be, or where
    /// there are too few rows. A network that has become too sure of itself, which a temperature mends, is not taken for a worse one.</summary>
    public double CalibratedLoss { get; private set; }

    public IReadOnlyList<AnswerReport> Measure(Dataset data, ReadOnlySpan<int> rows)
    {
        Array.Clear(_losses);
        Array.Clear(_scores);
        bool calibrates = Calibrates && !data.IsRegression && rows.Length >= Calibration.LeastRows;
        Reserve(calibrates ? rows.Length : 0);
        double weight = 0;
        _scorer.Begin();
        for (int start = 0; start < rows.Length; start += _scorer.MaxRows)
        {
            ReadOnlySpan<int> block = rows.Slice(start, Math.Min(_scorer.MaxRows, rows.Length - start));
            Load(data, block);
            _measured = start;
            weight += _weights.Sum(w => (double)w);
            _scorer.AllScores(_features.AsSpan(0, block.Length * data.Width), block.Length, _take);
        }

        weight = weight > 0 ? weight : 1;
        var reports = new List<AnswerReport>();
        for (int i = _network.HasExits ? 0 : _network.LayerCount; i <= _network.LayerCount; i++)
        {
            string name = i == _network.LayerCount ? "head" : $"layer{i + 1}";
            reports.Add(new AnswerReport(name, _losses[i] / weight, _scores[i] / rows.Length));
        }

        CalibratedLoss = calibrates ? LossAfterCalibration() / weight : reports[^1].Loss;
        return reports;
    }

    /// <summary>Room for what calibration needs of so many rows.</summary>
    private void Reserve(int rows)
    {
        if (_allLabels.Length != rows)
        {
            _logits = new float[checked(rows * _network.ClassCount)];
            _allLabels = new int[rows];
            _allWeights = new float[rows];
        }
    }

    /// <summary>Keeps the head's scores, for calibration.</summary>
    private void Keep(MatrixView scores)
    {
        scores.Elements.CopyTo(_logits.AsSpan(_measured * scores.Columns));
        _labels.CopyTo(_allLabels, _measured);
        _weights.CopyTo(_allWeights, _measured);
    }

    /// <summary>sum_i w_i (log sum_j exp(z_ij / T) - z_iy / T), with the T that calibration would find.</summary>
    private double LossAfterCalibration()
    {
        var logits = new MatrixView(_logits, _allLabels.Length, _network.ClassCount);
        float temperature = ProbabilityCalibration.FitTemperature(logits, _allLabels, _allWeights);
        double loss = 0;
        for (int i = 0; i < logits.Rows; i++)
        {
            Span<float> row = logits.Row(i);
            TensorPrimitives.Divide(row, temperature, row);
            float right = row[_allLabels[i]];
            loss += _allWeights[i] * (RowOperations.SoftMax(row) - right);
        }

        return loss;
    }

    private void Load(Dataset data, ReadOnlySpan<int> rows)
    {
        _labels = new int[rows.Length];
        _weights = new float[rows.Length];
        _values = new float[rows.Length * data.Outputs];
        for (int i = 0; i < rows.Length; i++)
        {
            data.Row(rows[i]).CopyTo(_features.AsSpan(i * data.Width));
            _weights[i] = _rowWeights?.Of(data, rows[i]) ?? 1f;
            if (data.IsRegression)
            {
                data.Values(rows[i]).CopyTo(_values.AsSpan(i * data.Outputs));
            }
            else
            {
                _labels[i] = data.Label(rows[i]);
            }
        }

        _network.Output?.Standardize(_values);
    }

    private void TakeClasses(int answer, MatrixView scores)
    {
        if (answer == _network.LayerCount && _allLabels.Length > 0)
        {
            Keep(scores);
        }

        for (int i = 0; i < scores.Rows; i++)
        {
            Span<float> row = scores.Row(i);
            float right = row[_labels[i]];
            _scores[answer] += TensorPrimitives.IndexOfMax(row) == _labels[i] ? 1 : 0;
            _losses[answer] += _weights[i] * (RowOperations.SoftMax(row) - right);
        }
    }

    // The mean over the outputs of the squared error, standardised; an exit's value is the expectation over its bins.
    private void TakeValues(int answer, MatrixView scores)
    {
        int outputs = _network.OutputCount;
        bool bins = answer < _network.LayerCount || _network.Head.NeedsTargets;
        for (int i = 0; i < scores.Rows; i++)
        {
            Span<float> row = scores.Row(i);
            if (bins)
            {
                RowOperations.SoftMax(row);
                row[0] = PredictiveDistribution.Expectation(row, _network.Output!.Centers);
            }

            double error = 0;
            for (int j = 0; j < outputs; j++)
            {
                double difference = row[j] - _values[(i * outputs) + j];
                error += difference * difference / outputs;
            }

            _scores[answer] += 1 - error;
            _losses[answer] += _weights[i] * error;
        }
    }
}
