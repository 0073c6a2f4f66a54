using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp;

/// <summary>Buffers in which one thread at a time runs a network forward; a block of rows at a call.</summary>
internal sealed class Inference
{
    public const int MaxRows = 256;

    private readonly Network _network;
    private readonly ComputeContext _context;
    private readonly LocalLoss[] _comparisons;
    private float[] _input = [];
    private float[] _even = [];
    private float[] _odd = [];
    private float[] _scores = [];

    public Inference(Network network, ComputeContext context)
    {
        _network = network;
        _context = context;
        _comparisons = [.. Enumerable.Range(0, network.LayerCount).Select(i => LocalLoss.Create(network.Spec.LossOf(i), 1, 1f, targetPerSample: false))];
    }

    /// <summary>Scores of at most <see cref="MaxRows"/> rows, [rows, classes], by the head or by the layer <paramref name="exit"/>.</summary>
    public ReadOnlySpan<float> Scores(ReadOnlySpan<float> features, int rows, int? exit)
    {
        Reserve(rows);
        features.CopyTo(_input);
        var signal = new Signal(_input, rows, 0, _network.InputWidth);
        int layers = exit ?? _network.LayerCount;
        for (int i = 0; i < layers; i++)
        {
            signal = Forward(signal, i);
        }

        var scores = new MatrixView(_scores, rows, _network.ClassCount);
        if (exit is not null)
        {
            ExitScores(signal.H, layers - 1, scores);
        }
        else
        {
            HeadScores(signal.H, scores);
        }

        return scores.Elements;
    }

    /// <summary>Runs all layers once and hands the scores of every exit, then of the head, to <paramref name="take"/>: [rows, classes] each,
    /// with the answer's number (the layer from 0, the head last).</summary>
    public void AllScores(ReadOnlySpan<float> features, int rows, Action<int, MatrixView> take)
    {
        Reserve(rows);
        features.CopyTo(_input);
        var signal = new Signal(_input, rows, 0, _network.InputWidth);
        var scores = new MatrixView(_scores, rows, _network.ClassCount);
        for (int i = 0; i < _network.LayerCount; i++)
        {
            signal = Forward(signal, i);
            if (_network.HasExits)
            {
                ExitScores(signal.H, i, scores);
                take(i, scores);
            }
        }

        HeadScores(signal.H, scores);
        take(_network.LayerCount, scores);
    }

    private Signal Forward(in Signal input, int layer)
    {
        var output = new Signal(layer % 2 == 0 ? _even : _odd, input.Samples, 0, _network.Layers[layer].OutputWidth);
        _network.Layers[layer].Forward(_context, input, output, null);
        return output;
    }

    private void ExitScores(in MatrixView h, int layer, in MatrixView scores)
        => _comparisons[layer].Scores(_context, h, _network.ClassTargets[layer], scores);

    private void HeadScores(in MatrixView h, in MatrixView scores)
    {
        if (_network.Head.NeedsTargets && !_network.HasExits)
        {
            throw new InvalidOperationException("The nearest-target head cannot answer before signal propagation has trained the targets.");
        }

        _network.Head.Scores(_context, h, _network.Head.NeedsTargets ? _network.ClassTargets[^1] : default, scores);
    }

    private void Reserve(int rows)
    {
        int widest = _network.Layers.Max(l => l.OutputWidth);
        if (_input.Length < rows * _network.InputWidth)
        {
            _input = new float[rows * _network.InputWidth];
            _even = new float[rows * widest];
            _odd = new float[rows * widest];
            _scores = new float[rows * _network.ClassCount];
        }
    }
}
