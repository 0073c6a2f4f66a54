using SigProp.Numerics;
using SigProp.Training;

namespace SigProp.Tests.Training;

public sealed class ProbabilityCalibrationTests
{
    [Theory]
    [InlineData(0.3f, 2)]
    [InlineData(1f, 2)]
    [InlineData(3f, 2)]
    [InlineData(0.3f, 10)]
    [InlineData(1f, 10)]
    [InlineData(5f, 10)]
    public void The_temperature_that_made_the_labels_is_found(float temperature, int classes)
    {
        (MatrixView logits, int[] labels) = Sample(4000, classes, temperature);
        float fitted = ProbabilityCalibration.FitTemperature(logits, labels);
        Assert.InRange(fitted, temperature * 0.88f, temperature * 1.12f);
        double Objective(double t) => LogLoss(logits, labels, t) + (10 * Math.Log(t) * Math.Log(t) / 2 / labels.Length);
        for (double t = 0.05; t <= 20; t *= 1.05)
        {
            Assert.True(Objective(fitted) <= Objective(t) + 1e-9, $"{t}");
        }
    }

    [Fact]
    public void A_few_rows_that_are_all_right_or_all_wrong_do_not_ask_for_certainty()
    {
        var logits = new MatrixView([1, 0, 0, 1], 2, 2);
        Assert.InRange(ProbabilityCalibration.FitTemperature(logits, [0, 1]), 0.8f, 0.99f);
        Assert.InRange(ProbabilityCalibration.FitTemperature(logits, [1, 0]), 1.01f, 1.3f);
    }

    [Fact]
    public void The_bounds_hold_where_more_or_less_would_be_better()
    {
        const int Rows = 100_000;
        var logits = new MatrixView([.. Enumerable.Repeat<float[]>([0.1f, 0], Rows).SelectMany(r => r)], Rows, 2);
        Assert.Equal(ProbabilityCalibration.LeastTemperature, ProbabilityCalibration.FitTemperature(logits, new int[Rows]), 1e-4f);
        Assert.Equal(ProbabilityCalibration.MostTemperature, ProbabilityCalibration.FitTemperature(logits, [.. Enumerable.Repeat(1, Rows)]), 1e-2f);
    }

    [Fact]
    public void Without_rows_or_differences_nothing_changes()
    {
        Assert.Equal(1f, ProbabilityCalibration.FitTemperature(new MatrixView([], 0, 3), []));
        Assert.Equal(1f, ProbabilityCalibration.FitTemperature(new MatrixView([2, 2, 5, 5], 2, 2), [0, 1]));
        Assert.Equal(1f, ProbabilityCalibration.FitTemperature(new MatrixView([1, 0, 0, 1], 2, 2), [0, 1], [0, 0]));
    }

    [Fact]
    public void A_row_that_weighs_two_counts_as_two()
    {
        (MatrixView logits, int[] labels) = Sample(200, 4, 2f);
        float[] weights = [.. Enumerable.Range(0, 200).Select(i => (float)(i % 3))];
        int[] repeated = [.. Enumerable.Range(0, 200).SelectMany(i => Enumerable.Repeat(i, i % 3))];
        float[] rows = [.. repeated.SelectMany(i => logits.Row(i).ToArray())];
        Assert.Equal(
            ProbabilityCalibration.FitTemperature(new MatrixView(rows, repeated.Length, 4), [.. repeated.Select(i => labels[i])]),
            ProbabilityCalibration.FitTemperature(logits, labels, weights),
            1e-3f);
    }

    [Theory]
    [InlineData(1e30f)]
    [InlineData(1e-30f)]
    public void Scores_of_any_size_give_a_temperature_within_the_bounds(float scale)
    {
        (MatrixView logits, int[] labels) = Sample(100, 3, 1f);
        foreach (ref float z in logits.Elements)
        {
            z *= scale;
        }

        Assert.InRange(
            ProbabilityCalibration.FitTemperature(logits, labels), ProbabilityCalibration.LeastTemperature, ProbabilityCalibration.MostTemperature);
    }

    private static (MatrixView Logits, int[] Labels) Sample(int rows, int classes, float temperature)
    {
        var random = new Random(classes);
        float[] logits = [.. Enumerable.Range(0, rows * classes).Select(_ => temperature * 4 * (random.NextSingle() - 0.5f))];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            double[] p = [.. logits.AsSpan(i * classes, classes).ToArray().Select(z => Math.Exp(z / temperature))];
            double at = random.NextDouble() * p.Sum();
            for (double sum = p[0]; sum < at && labels[i] < classes - 1; sum += p[labels[i]])
            {
                labels[i]++;
            }
        }

        return (new MatrixView(logits, rows, classes), labels);
    }

    private static double LogLoss(in MatrixView logits, int[] labels, double temperature)
    {
        double loss = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            double[] z = [.. logits.Row(i).ToArray().Select(v => v / temperature)];
            loss += Math.Log(z.Sum(Math.Exp)) - z[labels[i]];
        }

        return loss / labels.Length;
    }
}
