using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Losses;

/// <summary>Losses of predicted values, [n, outputs]: the weighted mean over the rows of the sum over the outputs.</summary>
/// <remarks>Both overwrite the predictions with dL/d(predictions); a row's score is 1 - the mean of its squared errors.</remarks>
internal static class RegressionLoss
{
    /// <summary>l = (y - y*)^2.</summary>
    public static LossValue Squared(in MatrixView predictions, in Lesson lesson) => Evaluate(predictions, lesson, float.PositiveInfinity, 2f);

    /// <summary>l = (y - y*)^2 / 2 up to an error of <paramref name="delta"/>, from there on delta (|y - y*| - delta / 2).</summary>
    public static LossValue Huber(in MatrixView predictions, in Lesson lesson, float delta)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(delta);
        return Evaluate(predictions, lesson, delta, 1f);
    }

    // With l = factor e^2 / 2 and a = min(|e|, delta): l = factor a (|e| - a / 2), dl/de = factor a sign(e)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static LossValue Evaluate(in MatrixView predictions, in Lesson lesson, float delta, float factor)
    {
        int n = predictions.Rows, outputs = predictions.Columns;
        if (lesson.Values.Length != n * outputs)
        {
            throw new ArgumentException($"There are {lesson.Values.Length} values for {n} rows of {outputs} outputs.", nameof(lesson));
        }

        double loss = 0, score = 0;
        for (int i = 0; i < n; i++)
        {
            Span<float> y = predictions.Row(i);
            ReadOnlySpan<float> values = lesson.Values.Slice(i * outputs, outputs);
            float weight = factor * lesson.Weight(i), share = weight / n;
            double sum = 0, squares = 0;
            for (int j = 0; j < y.Length; j++)
            {
                float error = y[j] - values[j];
                float size = Math.Abs(error), within = Math.Min(size, delta);
                sum += within * ((double)size - (0.5 * within));
                squares += (double)error * error;
                y[j] = share * Math.Clamp(error, -delta, delta);
            }

            loss += weight * sum;
            score += 1 - (squares / outputs);
        }

        return new LossValue(loss / n, score);
    }
}
