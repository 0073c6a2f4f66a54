using System.Numerics.Tensors;
using SigProp.Data;
using SigProp.Numerics;

namespace SigProp.Training;

/// <summary>Measures every answer of a network, exits and head, over rows of a data set.</summary>
internal sealed class AnswerMeter
{
    private readonly Network _network;
    private readonly Inference _inference;
    private readonly float[] _features;
    private readonly double[] _losses;
    private readonly int[] _correct;
    private readonly Action<int, MatrixView> _take;
    private int[] _labels = [];

    public AnswerMeter(Network network, ComputeContext context)
    {
        _network = network;
        _inference = new Inference(network, context);
        _features = new float[checked(Inference.MaxRows * network.InputWidth)];
        _losses = new double[network.LayerCount + 1];
        _correct = new int[network.LayerCount + 1];
        _take = Take;
    }

    public IReadOnlyList<AnswerReport> Measure(Dataset data, ReadOnlySpan<int> rows)
    {
        Array.Clear(_losses);
        Array.Clear(_correct);
        for (int start = 0; start < rows.Length; start += Inference.MaxRows)
        {
            ReadOnlySpan<int> block = rows.Slice(start, Math.Min(Inference.MaxRows, rows.Length - start));
            _labels = new int[block.Length];
            for (int i = 0; i < block.Length; i++)
            {
                data.Row(block[i]).CopyTo(_features.AsSpan(i * data.Width));
                _labels[i] = data.Label(block[i]);
            }

            _inference.AllScores(_features.AsSpan(0, block.Length * data.Width), block.Length, _take);
        }

        var reports = new List<AnswerReport>();
        for (int i = _network.HasExits ? 0 : _network.LayerCount; i <= _network.LayerCount; i++)
        {
            string name = i == _network.LayerCount ? "head" : $"layer{i + 1}";
            reports.Add(new AnswerReport(name, _losses[i] / rows.Length, (double)_correct[i] / rows.Length));
        }

        return reports;
    }

    private void Take(int answer, MatrixView scores)
    {
        for (int i = 0; i < scores.Rows; i++)
        {
            Span<float> row = scores.Row(i);
            float right = row[_labels[i]];
            _correct[answer] += TensorPrimitives.IndexOfMax(row) == _labels[i] ? 1 : 0;
            _losses[answer] += RowOperations.SoftMax(row) - right;
        }
    }
}
