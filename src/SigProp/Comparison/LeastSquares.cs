using System.Diagnostics;
using SigProp.Data;

namespace SigProp.Comparison;

/// <summary>A linear regression by weighted least squares: conjugate gradients on the normal equations (CGLS; Björck 1996), with features standardised,
/// in double precision. Features that depend on each other do no harm: of all solutions it finds the smallest.</summary>
internal sealed class LeastSquares
{
    private const int MostIterations = 1000;

    /// <summary>How small the gradient is to become, as a part of what it was.</summary>
    private const double Tolerance = 1e-8;

    private readonly int _width;
    private readonly double[] _means;
    private readonly double[] _scales;
    private readonly double[][] _weights;
    private readonly double[] _offsets;

    private LeastSquares(Dataset data)
    {
        _width = data.Width;
        _means = new double[_width];
        _scales = new double[_width];
        _offsets = new double[data.Outputs];
        _weights = [.. Enumerable.Range(0, data.Outputs).Select(_ => new double[_width])];
    }

    /// <summary>What it took.</summary>
    public YardstickEffort Effort { get; private set; } = new(0, 0, 0, []);

    /// <summary>Finds the least squares.</summary>
    /// <param name="data">The rows, of which one at least weighs something.</param>
    /// <param name="cancellationToken">Ends the search after the iteration under way.</param>
    public static LeastSquares Fit(Dataset data, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var squares = new LeastSquares(data);
        double[] roots = squares.Standardize(data);
        long passes = 1;
        for (int output = 0; output < data.Outputs; output++)
        {
            passes += squares.Solve(data, roots, output, cancellationToken);
        }

        squares.Effort = new YardstickEffort(watch.Elapsed.TotalSeconds, passes * data.Count, (squares._width + 1L) * data.Outputs, []);
        return squares;
    }

    // y = y_mean + sum_j w_j (x_j - mean_j) / deviation_j
    public void Predict(Dataset data, float[] values)
    {
        for (int i = 0; i < data.Count; i++)
        {
            for (int output = 0; output < _offsets.Length; output++)
            {
                values[(i * _offsets.Length) + output] = (float)(_offsets[output] + Dot(data.Row(i), _weights[output]));
            }
        }
    }

    /// <summary>The means and deviations of features and values, and of each row the root of its weight.</summary>
    private double[] Standardize(Dataset data)
    {
        double total = 0;
        for (int i = 0; i < data.Count; i++)
        {
            double weight = data.Weight(i);
            total += weight;
            Accumulate(data.Row(i), weight, _means);
            Accumulate(data.Values(i), weight, _offsets);
        }

        Divide(_means, total);
        Divide(_offsets, total);
        for (int i = 0; i < data.Count; i++)
        {
            ReadOnlySpan<float> row = data.Row(i);
            for (int j = 0; j < _width; j++)
            {
                double difference = row[j] - _means[j];
                _scales[j] += data.Weight(i) * difference * difference;
            }
        }

        // 1 / deviation; a feature whose spread is that of rounding alone says nothing
        for (int j = 0; j < _width; j++)
        {
            double deviation = Math.Sqrt(_scales[j] / total);
            _scales[j] = deviation > 1e-9 * Math.Abs(_means[j]) ? 1 / deviation : 0;
        }

        return [.. Enumerable.Range(0, data.Count).Select(i => Math.Sqrt(data.Weight(i)))];
    }

    /// <returns>Passes over the rows.</returns>
    private int Solve(Dataset data, double[] roots, int output, CancellationToken cancellationToken)
    {
        // r = b - A w, s = A^T r; then with p = s: alpha = |s|^2 / |A p|^2, w += alpha p, r -= alpha A p, p = s + (|s|^2 / |s before|^2) p
        double[] w = _weights[output], r = new double[data.Count], q = new double[data.Count], s = new double[_width];
        for (int i = 0; i < r.Length; i++)
        {
            r[i] = roots[i] * (data.Values(i)[output] - _offsets[output]);
        }

        Transpose(data, roots, r, s);
        double[] p = [.. s];
        double size = SumOfSquares(s), first = size;
        int passes = 1;
        for (int iteration = 0; iteration < MostIterations && size > Tolerance * Tolerance * first && !cancellationToken.IsCancellationRequested; iteration++)
        {
            for (int i = 0; i < q.Length; i++)
            {
                q[i] = roots[i] * Dot(data.Row(i), p);
            }

            double length = SumOfSquares(q);
            if (!(length > 0))
            {
                break;
            }

            double alpha = size / length;
            Add(w, alpha, p);
            Add(r, -alpha, q);
            Transpose(data, roots, r, s);
            double before = size;
            size = SumOfSquares(s);
            for (int j = 0; j < p.Length; j++)
            {
                p[j] = s[j] + (size / before * p[j]);
            }

            passes += 2;
        }

        return passes;
    }

    private double Dot(ReadOnlySpan<float> row, double[] w)
    {
        double sum = 0;
        for (int j = 0; j < w.Length; j++)
        {
            sum += (row[j] - _means[j]) * _scales[j] * w[j];
        }

        return sum;
    }

    /// <summary>s = A^T r.</summary>
    private void Transpose(Dataset data, double[] roots, double[] r, double[] s)
    {
        Array.Clear(s);
        for (int i = 0; i < r.Length; i++)
        {
            ReadOnlySpan<float> row = data.Row(i);
            double factor = roots[i] * r[i];
            for (int j = 0; j < s.Length; j++)
            {
                s[j] += factor * (row[j] - _means[j]) * _scales[j];
            }
        }
    }

    private static void Accumulate(ReadOnlySpan<float> values, double weight, double[] sums)
    {
        for (int j = 0; j < sums.Length; j++)
        {
            sums[j] += weight * values[j];
        }
    }

    private static void Divide(double[] values, double by)
    {
        for (int j = 0; j < values.Length; j++)
        {
            values[j] /= by;
        }
    }

    private static void Add(double[] to, double factor, double[] values)
    {
        for (int j = 0; j < to.Length; j++)
        {
            to[j] += factor * values[j];
        }
    }

    private static double SumOfSquares(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value * value;
        }

        return sum;
    }
}
