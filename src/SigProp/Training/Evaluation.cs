using System.Numerics.Tensors;
using SigProp.Data;

namespace SigProp.Training;

/// <summary>How well predictions do on labelled rows.</summary>
public sealed record Evaluation
{
    private const double ProbabilityFloor = 1e-15;

    /// <summary>Rows measured.</summary>
    public required int Rows { get; init; }

    /// <summary>The part of the rows that were right, in [0, 1].</summary>
    public required double Accuracy { get; init; }

    /// <summary>The mean of -log p(right class), in nats; p is kept at 1e-15 or above.</summary>
    public required double LogLoss { get; init; }

    /// <summary>The mean of the classes' F1 scores, over the classes that occur among the labels or the predictions.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>Rows of class i predicted as class j, at [i][j].</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <summary>Measures a network's answer on every row of <paramref name="data"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">Rows with as many features as the network takes.</param>
    /// <param name="exit">The layer that answers, from 1; null (default) for the head.</param>
    /// <exception cref="ArgumentException">Data and network do not fit each other, or there are no rows.</exception>
    public static Evaluation Of(Network network, Dataset data, int? exit = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(data);
        if (data.Width != network.InputWidth || data.ClassCount > network.ClassCount)
        {
            throw new ArgumentException(
                $"The data have {data.Width} features and {data.ClassCount} classes; the network takes {network.InputWidth} and {network.ClassCount}.",
                nameof(data));
        }

        float[] probabilities = new float[checked(data.Count * network.ClassCount)];
        if (exit is int layer)
        {
            network.PredictAtExit(data.Features, probabilities, layer);
        }
        else
        {
            network.Predict(data.Features, probabilities);
        }

        return Of(probabilities, data.Labels, network.ClassCount);
    }

    /// <summary>Measures class probabilities against labels.</summary>
    /// <param name="probabilities">A row of <paramref name="classCount"/> for each label.</param>
    /// <param name="labels">The right classes, from 0 to <paramref name="classCount"/> - 1; at least one.</param>
    /// <param name="classCount">How many classes there are.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or there are no rows, or a label is out of range, or a probability is NaN or
    /// infinite.</exception>
    public static Evaluation Of(ReadOnlySpan<float> probabilities, ReadOnlySpan<int> labels, int classCount)
    {
        if (labels.IsEmpty || probabilities.Length != (long)labels.Length * classCount)
        {
            throw new ArgumentException(
                $"{labels.Length} labels of {classCount} classes do not go with {probabilities.Length} probabilities; there must be at least one row.",
                nameof(probabilities));
        }

        Guard.AllFinite(probabilities, nameof(probabilities), classCount);
        int[][] confusion = [.. Enumerable.Range(0, classCount).Select(_ => new int[classCount])];
        double loss = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classCount)
            {
                throw new ArgumentException(
                    $"The label of row {i} (counted from 0) is {labels[i]}; with {classCount} classes it must lie in 0 to {classCount - 1}.",
                    nameof(labels));
            }

            ReadOnlySpan<float> row = probabilities.Slice(i * classCount, classCount);
            confusion[labels[i]][TensorPrimitives.IndexOfMax(row)]++;
            loss -= Math.Log(Math.Max(row[labels[i]], ProbabilityFloor));
        }

        return new Evaluation
        {
            Rows = labels.Length,
            Accuracy = (double)Enumerable.Range(0, classCount).Sum(k => confusion[k][k]) / labels.Length,
            LogLoss = loss / labels.Length,
            MacroF1 = MeanF1(confusion),
            Confusion = confusion,
        };
    }

    // F1_k = 2 tp / (2 tp + fp + fn)
    private static double MeanF1(int[][] confusion)
    {
        double sum = 0;
        int present = 0;
        for (int k = 0; k < confusion.Length; k++)
        {
            int actual = confusion[k].Sum(), predicted = confusion.Sum(row => row[k]);
            if (actual + predicted > 0)
            {
                sum += 2.0 * confusion[k][k] / (actual + predicted);
                present++;
            }
        }

        return sum / present;
    }
}
