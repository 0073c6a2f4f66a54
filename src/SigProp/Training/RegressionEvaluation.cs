using SigProp.Data;

namespace SigProp.Training;

/// <summary>How well predicted values do on rows whose values are known.</summary>
public sealed record RegressionEvaluation
{
    /// <summary>Rows measured.</summary>
    public required int Rows { get; init; }

    /// <summary>The part of the values' variance that the predictions explain, 1 - sum (y - p)^2 / sum (y - mean)^2, the mean over the outputs; at
    /// most 1, and 0 for predicting the mean. An output whose values are all equal counts 1 where every prediction is right, else 0.</summary>
    public required double R2 { get; init; }

    /// <summary>The square root of the mean squared error, over all rows and outputs, in the values' unit.</summary>
    public required double Rmse { get; init; }

    /// <summary>The mean absolute error, over all rows and outputs, in the values' unit.</summary>
    public required double Mae { get; init; }

    /// <summary>The part of the values within their interval, in [0, 1]; null where no intervals were measured.</summary>
    public double? IntervalCoverage { get; init; }

    /// <summary>The mean width of the intervals, in the values' unit; null where no intervals were measured.</summary>
    public double? IntervalWidth { get; init; }

    /// <summary>Measures a network's predictions on every row of <paramref name="data"/>.</summary>
    /// <param name="network">A network for regression.</param>
    /// <param name="data">Rows with as many features and values as the network takes and gives.</param>
    /// <param name="coverage">Measures intervals too, in which a value lies with this probability, in (0, 1); null (default) for none. Only where the
    /// network has a distribution (<see cref="Network.HasDistribution"/>).</param>
    /// <param name="exit">The layer that answers, from 1; null (default) for the head. Intervals are the head's.</param>
    /// <exception cref="ArgumentException">Data and network do not fit each other, or there are no rows.</exception>
    public static RegressionEvaluation Of(Network network, Dataset data, double? coverage = null, int? exit = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Width != network.InputWidth || data.Outputs != network.OutputCount || !data.IsRegression)
        {
            throw new ArgumentException(
                $"The data have {data.Width} features and {data.Outputs} values a row; the network takes {network.InputWidth} and predicts {network.OutputCount}.",
                nameof(data));
        }

        float[] predictions = new float[data.TargetValues.Length];
        network.PredictValues(data.Features, predictions, exit);
        if (coverage is not double part)
        {
            return Of(predictions, data.TargetValues, data.Outputs);
        }

        float[] lower = new float[data.Count], upper = new float[data.Count];
        network.PredictIntervals(data.Features, part, lower, upper);
        return Of(predictions, data.TargetValues, lower, upper, data.Outputs);
    }

    /// <summary>Measures predictions.</summary>
    /// <param name="predictions">A prediction for each value.</param>
    /// <param name="values">The right values, [rows, <paramref name="outputs"/>] row by row; at least one row.</param>
    /// <param name="outputs">Values a row, at least 1; default 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or there are no rows, or a number is not finite.</exception>
    public static RegressionEvaluation Of(ReadOnlySpan<float> predictions, ReadOnlySpan<float> values, int outputs = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        if (values.IsEmpty || values.Length % outputs != 0)
        {
            throw new ArgumentException(
                $"{values.Length} values are not a whole number, at least 1, of rows of {outputs} outputs.", nameof(values));
        }

        CheckLength(predictions, values, nameof(predictions));
        Guard.AllFinite(predictions, nameof(predictions), outputs);
        Guard.AllFinite(values, nameof(values), outputs);
        int rows = values.Length / outputs;
        double explained = 0, squares = 0, absolutes = 0;
        for (int output = 0; output < outputs; output++)
        {
            double mean = 0, error = 0, total = 0;
            for (int i = output; i < values.Length; i += outputs)
            {
                mean += values[i];
            }

            mean /= rows;
            bool constant = true;
            for (int i = output; i < values.Length; i += outputs)
            {
                double difference = values[i] - (double)predictions[i];
                error += difference * difference;
                absolutes += Math.Abs(difference);
                total += (values[i] - mean) * (values[i] - mean);
                constant &= values[i] == values[output];
            }

            squares += error;
            explained += constant ? (error == 0 ? 1 : 0) : 1 - (error / total);
        }

        return new RegressionEvaluation
        {
            Rows = rows,
            R2 = explained / outputs,
            Rmse = Math.Sqrt(squares / values.Length),
            Mae = absolutes / values.Length,
        };
    }

    /// <summary>Measures predictions and the intervals around them.</summary>
    /// <param name="predictions">A prediction for each value.</param>
    /// <param name="values">The right values, [rows, <paramref name="outputs"/>] row by row; at least one row.</param>
    /// <param name="lower">Where the interval of each value begins.</param>
    /// <param name="upper">Where the interval of each value ends, at <paramref name="lower"/> or above; both ends are within.</param>
    /// <param name="outputs">Values a row, at least 1; default 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or there are no rows, or a number is not finite, or an interval ends before it
    /// begins.</exception>
    public static RegressionEvaluation Of(
        ReadOnlySpan<float> predictions, ReadOnlySpan<float> values, ReadOnlySpan<float> lower, ReadOnlySpan<float> upper, int outputs = 1)
    {
        RegressionEvaluation evaluation = Of(predictions, values, outputs);
        CheckLength(lower, values, nameof(lower));
        CheckLength(upper, values, nameof(upper));
        Guard.AllFinite(lower, "lower ends", outputs);
        Guard.AllFinite(upper, "upper ends", outputs);
        int covered = 0;
        double width = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (lower[i] > upper[i])
            {
                throw new ArgumentException(
                    $"The interval of row {i / outputs} (counted from 0) goes from {lower[i]} to {upper[i]}; it must not end before it begins.",
                    nameof(upper));
            }

            covered += lower[i] <= values[i] && values[i] <= upper[i] ? 1 : 0;
            width += upper[i] - (double)lower[i];
        }

        return evaluation with { IntervalCoverage = (double)covered / values.Length, IntervalWidth = width / values.Length };
    }

    private static void CheckLength(ReadOnlySpan<float> numbers, ReadOnlySpan<float> values, string name)
    {
        if (numbers.Length != values.Length)
        {
            throw new ArgumentException($"{numbers.Length} {name} do not go with {values.Length} values.", name);
        }
    }
}
