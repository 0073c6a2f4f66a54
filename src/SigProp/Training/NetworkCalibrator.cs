using SigProp.Data;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Learns from rows held out how far a network's probabilities are to be trusted.</summary>
internal static class NetworkCalibrator
{
    /// <summary>The temperatures of all answers, or the levels of a regression's predictive distribution; nothing where there are too few rows.</summary>
    /// <param name="network">The network.</param>
    /// <param name="scorer">What answers for it.</param>
    /// <param name="data">What holds the rows.</param>
    /// <param name="rows">The rows held out.</param>
    /// <param name="weights">What rows weigh in a temperature's log-loss, as in every loss; levels count each row once.</param>
    public static NetworkCalibration Calibrate(Network network, IScorer scorer, Dataset data, int[] rows, RowWeights weights)
    {
        bool hasDistributions = !network.Spec.IsRegression || network.HasDistribution;
        if (rows.Length < Calibration.LeastRows || !hasDistributions)
        {
            return new NetworkCalibration();
        }

        var scores = new MatrixView[network.LayerCount + 1];
        Collect(network, scorer, data, rows, scores);
        return network.Spec.IsRegression ? Levels(network, data, rows, scores[^1]) : Temperatures(data, rows, weights, scores);
    }

    private static void Collect(Network network, IScorer scorer, Dataset data, int[] rows, MatrixView[] scores)
    {
        scorer.Begin();
        float[] features = new float[scorer.MaxRows * network.InputWidth];
        for (int start = 0; start < rows.Length; start += scorer.MaxRows)
        {
            int count = Math.Min(scorer.MaxRows, rows.Length - start), first = start;
            for (int i = 0; i < count; i++)
            {
                data.Row(rows[start + i]).CopyTo(features.AsSpan(i * data.Width));
            }

            scorer.AllScores(features.AsSpan(0, count * data.Width), count, (answer, block) =>
            {
                if (scores[answer].Array is null)
                {
                    scores[answer] = new MatrixView(new float[checked(rows.Length * block.Columns)], rows.Length, block.Columns);
                }

                block.Elements.CopyTo(scores[answer].Slice(first, count).Elements);
            });
        }
    }

    private static NetworkCalibration Temperatures(Dataset data, int[] rows, RowWeights rowWeights, MatrixView[] scores)
    {
        int[] labels = [.. rows.Select(data.Label)];
        float[] weights = [.. rows.Select(row => rowWeights.Of(data, row))];
        return new NetworkCalibration
        {
            Temperatures = [.. scores.Select(z => z.Array is null ? 1f : ProbabilityCalibration.FitTemperature(z, labels, weights))],
        };
    }

    private static NetworkCalibration Levels(Network network, Dataset data, int[] rows, in MatrixView scores)
    {
        float[] values = [.. rows.Select(row => data.Values(row)[0])];
        network.Output!.Standardize(values);
        for (int i = 0; i < scores.Rows; i++)
        {
            RowOperations.SoftMax(scores.Row(i));
        }

        Calibration calibration = Calibration.Fit(network.Output.Bins(), scores, values);
        return new NetworkCalibration { Levels = calibration.Levels, Margins = calibration.Margins, Edges = calibration.Edges };
    }
}
