using SigProp.Data;
using SigProp.Heads;
using SigProp.Numerics;

namespace SigProp.Comparison;

/// <summary>A logistic regression: the prediction layer of networks on the features themselves.</summary>
/// <param name="width">Features a row.</param>
/// <param name="classes">Classes.</param>
internal sealed class LogisticRegression(int width, int classes)
{
    private const int RowsInBlock = 1024;

    /// <summary>V and c, at zero until they learn: all classes are then equally probable.</summary>
    public ClassifierHead Head { get; } = new(width, classes);

    /// <summary>What scores are divided by before the softmax.</summary>
    public float Temperature { get; set; } = 1f;

    /// <summary>z = x V^T + c of rows, in order.</summary>
    /// <param name="context">The compute resources.</param>
    /// <param name="data">Where the rows are.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="scores">Takes z, [rows, classes].</param>
    public void Scores(ComputeContext context, Dataset data, ReadOnlySpan<int> rows, in MatrixView scores)
    {
        float[] features = new float[checked(Math.Min(RowsInBlock, rows.Length) * width)];
        for (int start = 0; start < rows.Length; start += RowsInBlock)
        {
            int count = Math.Min(RowsInBlock, rows.Length - start);
            for (int i = 0; i < count; i++)
            {
                data.Row(rows[start + i]).CopyTo(features.AsSpan(i * width));
            }

            Head.Scores(context, new MatrixView(features, count, width), scores.Slice(start, count));
        }
    }

    // p = softmax(z / T)
    public void Predict(Dataset data, float[] probabilities)
    {
        using var context = new ComputeContext(1);
        var scores = new MatrixView(probabilities, data.Count, classes);
        Scores(context, data, [.. Enumerable.Range(0, data.Count)], scores);
        for (int i = 0; i < data.Count; i++)
        {
            Span<float> row = scores.Row(i);
            foreach (ref float z in row)
            {
                z /= Temperature;
            }

            RowOperations.SoftMax(row);
        }
    }
}
