using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Temperature scaling (Guo et al. 2017): one number T, learned on rows held out, makes the probabilities softmax(z / T) as sure as they
/// may be. It changes no order of classes, so no answer.</summary>
internal static class ProbabilityCalibration
{
    public const float LeastTemperature = 0.05f;
    public const float MostTemperature = 20f;

    private const double Tolerance = 1e-5;
    private const int MaxSteps = 100;

    /// <summary>How much a temperature of 1 is believed in beforehand.</summary>
    private const double Prior = 10;

    /// <summary>The T within the bounds whose probabilities have the least log-loss over all rows, plus 10 (log T)^2 / 2: without the latter, few rows,
    /// or rows that are all right, would ask for certainty. 1 where there are no rows that weigh anything.</summary>
    /// <param name="logits">The scores z of rows held out, [n, m]; all finite. Not changed.</param>
    /// <param name="labels">The right class of each row.</param>
    /// <param name="weights">What each row weighs; empty (default) where all weigh 1.</param>
    public static float FitTemperature(in MatrixView logits, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights = default)
    {
        // The loss is convex in b = 1 / T, so its slope in u = log b changes sign once, and that of the prior, u^2, where it does or nearer to 0: Newton's
        // steps, and a bisection where one of them leaves the bracket.
        double low = -Math.Log(MostTemperature), high = -Math.Log(LeastTemperature), u = 0;
        for (int step = 0; step < MaxSteps && high - low > Tolerance; step++)
        {
            (double slope, double curvature) = Derivatives(logits, labels, weights, Math.Exp(u));
            slope += Prior * u;
            curvature += Prior;
            if (slope == 0)
            {
                break;
            }

            (low, high) = slope > 0 ? (low, u) : (u, high);
            double next = curvature > 0 ? u - (slope / curvature) : double.NaN;
            next = next > low && next < high ? next : (low + high) / 2;
            bool close = Math.Abs(next - u) < Tolerance;
            u = next;
            if (close)
            {
                break;
            }
        }

        return Math.Clamp((float)Math.Exp(-u), LeastTemperature, MostTemperature);
    }

    // L(b) = sum_i w_i (log sum_j exp(b z_ij) - b z_iy). With the mean and the variance of z_i under softmax(b z_i):
    // dL/db = sum_i w_i (mean_i - z_iy), d2L/db2 = sum_i w_i variance_i; by u = log b: b dL/db, and b dL/db + b^2 d2L/db2.
    private static (double Slope, double Curvature) Derivatives(
        in MatrixView logits, ReadOnlySpan<int> labels, ReadOnlySpan<float> weights, double b)
    {
        double slope = 0, curvature = 0;
        for (int i = 0; i < logits.Rows; i++)
        {
            ReadOnlySpan<float> z = logits.Row(i);
            double max = double.NegativeInfinity, sum = 0, first = 0, second = 0;
            foreach (float score in z)
            {
                max = Math.Max(max, score);
            }

            // Less the maximum, so that exp cannot overflow; it drops out of the mean minus z_iy.
            foreach (float score in z)
            {
                double d = score - max, e = Math.Exp(b * d);
                sum += e;
                first += e * d;
                second += e * d * d;
            }

            double mean = first / sum, weight = weights.IsEmpty ? 1 : weights[i];
            slope += weight * (mean - (z[labels[i]] - max));
            curvature += weight * ((second / sum) - (mean * mean));
        }

        return (b * slope, (b * slope) + (b * b * curvature));
    }
}
