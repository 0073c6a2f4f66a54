using SigProp.Data;

namespace SigProp;

public sealed partial class Network
{
    private Tuple<NetworkCalibration, Calibration?>? _levelled;

    // Made once for each calibration and not for each call.
    private Calibration? Levelled
    {
        get
        {
            Tuple<NetworkCalibration, Calibration?>? known = Volatile.Read(ref _levelled);
            if (known is null || !ReferenceEquals(known.Item1, Calibration))
            {
                known = Tuple.Create(Calibration, Calibration.Levelled);
                Volatile.Write(ref _levelled, known);
            }

            return known.Item2;
        }
    }

    /// <summary>Whether a regression knows not only a value but how probable others are: where it predicts by targets over bins.</summary>
    public bool HasDistribution => Spec.IsRegression && Head.NeedsTargets;

    /// <summary>The values that a regression predicts.</summary>
    /// <param name="features">Rows of <see cref="InputWidth"/> features each, one after the other.</param>
    /// <param name="values">Takes a row of <see cref="OutputCount"/> values for each row of features.</param>
    /// <param name="exit">The layer that answers alone, from 1; null (default) for the head. Only where outputs are cut into bins.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a feature is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    /// <exception cref="InvalidOperationException">The network predicts classes, or it answers by targets that have not learned, or a value
    /// overflows.</exception>
    public unsafe void PredictValues(ReadOnlySpan<float> features, Span<float> values, int? exit = null)
    {
        OutputTable output = OutputOrThrow();
        int rows = RowsOf(features);
        if (values.Length != (long)rows * OutputCount)
        {
            throw new ArgumentException(
                $"{rows} rows need room for {(long)rows * OutputCount} values; there is room for {values.Length}.", nameof(values));
        }

        if (exit is int layer)
        {
            ThrowIfNoExit(layer);
        }

        fixed (float* x = features, y = values)
        {
            Share(features, rows, new ValueRows(this, output, new(x, InputWidth), new(y, OutputCount), exit));
        }
    }

    /// <summary>Quantiles of the predictive distribution: the value below which, for each row, the output lies with each of the given
    /// probabilities. Calibrated on the rows that training held out.</summary>
    /// <param name="features">Rows of <see cref="InputWidth"/> features each.</param>
    /// <param name="levels">The probabilities, in [0, 1].</param>
    /// <param name="quantiles">Takes a row of as many values as there are levels for each row of features.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a feature is NaN or infinite, or a level is not in [0, 1].</exception>
    /// <exception cref="InvalidOperationException">The network has no distribution (<see cref="HasDistribution"/>), or its targets have not
    /// learned.</exception>
    public unsafe void PredictQuantiles(ReadOnlySpan<float> features, ReadOnlySpan<double> levels, Span<float> quantiles)
    {
        OutputTable output = DistributionOrThrow();
        int rows = RowsOf(features);
        if (quantiles.Length != (long)rows * levels.Length)
        {
            throw new ArgumentException(
                $"{rows} rows of {levels.Length} levels need room for {(long)rows * levels.Length} quantiles; there is room for {quantiles.Length}.",
                nameof(quantiles));
        }

        foreach (double level in levels)
        {
            if (!(level >= 0 && level <= 1))
            {
                throw new ArgumentException($"The levels hold {level}; each must lie in [0, 1].", nameof(levels));
            }
        }

        fixed (float* x = features, q = quantiles)
        fixed (double* l = levels)
        {
            Share(features, rows, new QuantileRows(this, output, Levelled, new(x, InputWidth), new(l, levels.Length), new(q, levels.Length)));
        }
    }

    /// <summary>Intervals in which the output lies with the probability <paramref name="coverage"/>: the middle of the predictive distribution, widened as
    /// the rows that training held out have shown to be needed (Romano, Patterson and Candes 2019).</summary>
    /// <param name="features">Rows of <see cref="InputWidth"/> features each.</param>
    /// <param name="coverage">The probability, in (0, 1), for example 0.9.</param>
    /// <param name="lower">Takes the lower end for each row.</param>
    /// <param name="upper">Takes the upper end for each row.</param>
    /// <exception cref="ArgumentException">As for <see cref="PredictQuantiles"/>.</exception>
    /// <exception cref="InvalidOperationException">As for <see cref="PredictQuantiles"/>.</exception>
    public unsafe void PredictIntervals(ReadOnlySpan<float> features, double coverage, Span<float> lower, Span<float> upper)
    {
        if (!(coverage > 0 && coverage < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "The probability of an interval must lie between 0 and 1.");
        }

        int rows = RowsOf(features);
        if (lower.Length != rows || upper.Length != rows)
        {
            throw new ArgumentException($"{rows} rows need room for {rows} lower and upper ends; there is room for {lower.Length} and {upper.Length}.");
        }

        OutputTable output = DistributionOrThrow();
        Calibration calibration = Levelled ?? new Calibration(Data.Calibration.Table([]), output.Edges.ToArray());
        fixed (float* x = features, from = lower, to = upper)
        {
            Share(features, rows, new IntervalRows(this, output, calibration, coverage, new(x, InputWidth), new(from, 1), new(to, 1)));
        }
    }

    private OutputTable DistributionOrThrow()
    {
        OutputTable output = OutputOrThrow();
        return HasDistribution
            ? output
            : throw new InvalidOperationException(
                "A linear output gives values and no distribution; train with the head NearestTarget or Vote for quantiles and intervals.");
    }

    private OutputTable OutputOrThrow() => Output switch
    {
        null => throw new InvalidOperationException("This network predicts classes; call Predict."),
        { IsFitted: false } => throw new InvalidOperationException("The network has not been trained: it does not know the scale of its output."),
        _ => Output,
    };
}
