using System.Numerics.Tensors;
using SigProp.Continuous;
using SigProp.Layers;
using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp;

/// <summary>Buffers in which one thread at a time runs a network forward; a block of rows at a call.</summary>
internal sealed partial class Inference : IScorer
{
    /// <summary>Numbers in a buffer, at most, for networks whose layers are not wider still.</summary>
    private const int MostNumbers = 1 << 21;

    /// <summary>Rows of a block, at most: signals between layers stay in the level 2 cache. A multiple of the rows of every kernel's tiles.</summary>
    private const int MostRows = 240;

    /// <summary>What an output of a continuous network counts as, at least: no class is ruled out.</summary>
    private const float LeastOutput = 0.01f;

    private readonly Network _network;
    private readonly ComputeContext _context;
    private readonly IReadOnlyList<LocalLoss> _comparisons;
    private readonly int _widest;
    private float[] _even = [];
    private float[] _odd = [];
    private float[] _scores = [];
    private float[] _votes = [];
    private float[] _input = [];
    private int[] _open = [];
    private Layer? _last;
    private Settling? _settling;

    public Inference(Network network, ComputeContext context)
    {
        _network = network;
        _context = context;
        _comparisons = network.CreateLosses(0, network.Layers.Count);
        _widest = network.Coupled?.Weights.Max(w => w.Rows) ?? network.Stages.Max(s => s.OutputWidth);
        MaxRows = Math.Clamp(MostNumbers / Math.Max(_widest, network.InputWidth), 1, MostRows);
    }

    /// <summary>The most rows of a block.</summary>
    public int MaxRows { get; }

    /// <summary>Matrices packed once for as long as parameters stay as they are; null (default) where they may change.</summary>
    public PackedMatrices? Constants
    {
        get => _context.Constants;
        set => _context.Constants = value;
    }

    /// <summary>Scores of at most <see cref="MaxRows"/> rows by the head, or by the layer <paramref name="exit"/>, from 1: one a class or bin, or the
    /// values predicted, [rows, scores].</summary>
    public Span<float> Scores(ReadOnlySpan<float> features, int rows, int? exit)
    {
        if (exit is null && _network.Spec.Head == HeadKind.Vote)
        {
            AllScores(features, rows, static (_, _) => { });
            return _scores.AsSpan(0, rows * _network.ExitScores);
        }

        if (_network.Coupled is CoupledStates coupled)
        {
            return Settle(coupled, features, rows).Elements;
        }

        int layers = exit ?? _network.LayerCount;
        Signal signal = Load(features, rows);
        int done = 0;
        for (int i = 0; i < _network.Stages.Count; i++)
        {
            Stage stage = _network.Stages[i];
            if (done == layers && exit is not null)
            {
                break;
            }

            signal = Forward(signal, stage);
            done += stage is Layer ? 1 : 0;
            if (done == layers && stage is Layer && (exit is not null || _network.Head.NeedsTargets))
            {
                return ExitScores(signal.H, done - 1).Elements;
            }
        }

        return HeadScores(signal.H).Elements;
    }

    /// <summary>Nothing of the network is kept here, but for what <see cref="Constants"/> says.</summary>
    public void Begin()
    {
    }

    /// <inheritdoc/>
    public void AllScores(ReadOnlySpan<float> features, int rows, Action<int, MatrixView> take)
    {
        if (_network.Coupled is CoupledStates coupled)
        {
            take(_network.LayerCount, Settle(coupled, features, rows));
            return;
        }

        bool votes = _network.Spec.Head == HeadKind.Vote && _network.HasExits;
        Signal signal = Load(features, rows);
        Span<float> sums = _votes.AsSpan(0, rows * _network.ExitScores);
        sums.Clear();
        int done = 0;
        for (int i = 0; i < _network.Stages.Count; i++)
        {
            Stage stage = _network.Stages[i];
            signal = Forward(signal, stage);
            if (stage is not Layer)
            {
                continue;
            }

            if (_network.HasExits)
            {
                MatrixView scores = ExitScores(signal.H, done);
                if (votes)
                {
                    AddVote(scores, sums);
                }

                bool last = done + 1 == _network.LayerCount && _network.Head.NeedsTargets;
                take(done, scores);
                if (last && !votes)
                {
                    take(done + 1, ExitScores(signal.H, done));
                }
            }

            done++;
        }

        if (votes)
        {
            int voters = _network.LayerCount;
            if (!_network.Head.NeedsTargets)
            {
                AddVote(HeadScores(signal.H), sums);
                voters++;
            }

            take(done, Votes(sums, rows, voters));
        }
        else if (!_network.Head.NeedsTargets)
        {
            take(done, HeadScores(signal.H));
        }
        else if (!_network.HasExits)
        {
            ExitScores(signal.H, done - 1);
        }
    }

    /// <summary>Outputs or targets of the last layer as its loss compares them: as they are, or by their means over space.</summary>
    public MatrixView Compared(in MatrixView rows)
    {
        Layer last = _network.Layers[^1];
        if (!last.ComparesMeans)
        {
            return rows;
        }

        int channels = last.OutputShape.Channels;
        var means = new MatrixView(new float[rows.Rows * channels], rows.Rows, channels);
        SpatialMeans.Run(_context, rows, means);
        return means;
    }

    /// <summary>The last layer's output for at most <see cref="MaxRows"/> rows, [rows, width].</summary>
    public MatrixView LastLayerOutput(ReadOnlySpan<float> features, int rows)
    {
        Signal signal = Load(features, rows);
        int done = 0;
        for (int i = 0; done < _network.LayerCount; i++)
        {
            signal = Forward(signal, _network.Stages[i]);
            done += _network.Stages[i] is Layer ? 1 : 0;
        }

        return signal.H;
    }

    /// <summary>The last stage's output for at most <see cref="MaxRows"/> rows, [rows, width].</summary>
    public MatrixView LastOutput(ReadOnlySpan<float> features, int rows)
    {
        Signal signal = Load(features, rows);
        for (int i = 0; i < _network.Stages.Count; i++)
        {
            signal = Forward(signal, _network.Stages[i]);
        }

        return signal.H;
    }

    /// <summary>The numbers 0 .. <paramref name="rows"/> - 1, for whoever crosses them off.</summary>
    public Span<int> Open(int rows)
    {
        if (_open.Length < rows)
        {
            _open = new int[rows];
        }

        for (int i = 0; i < rows; i++)
        {
            _open[i] = i;
        }

        return _open.AsSpan(0, rows);
    }

    /// <summary>Takes rows in.</summary>
    public Signal Load(ReadOnlySpan<float> features, int rows)
    {
        Reserve(rows);
        _last = null;
        features.CopyTo(_input);
        return new Signal(new MatrixView(_input, rows, _network.InputWidth), default);
    }

    /// <summary>The next stage's output.</summary>
    public Signal Forward(in Signal input, Stage stage)
    {
        float[] buffer = ReferenceEquals(input.H.Array, _even) ? _odd : _even;
        var output = new Signal(new MatrixView(buffer, input.Samples, stage.OutputWidth), default);

        // What the layer before has answered by, if it has, is not what it hands on.
        _last?.HandOn(_context, input, null);
        _last = stage as Layer;
        stage.Forward(_context, input, output, null);
        return output;
    }

    /// <summary>The scores of an exit, from 0, [rows, scores].</summary>
    public MatrixView ExitScores(in MatrixView h, int layer)
    {
        if (!_network.HasExits)
        {
            throw new InvalidOperationException(
                $"The head {_network.Spec.Head} cannot answer before signal propagation has trained the targets.");
        }

        var scores = new MatrixView(_scores, h.Rows, _network.ExitScores);
        _comparisons[layer].Scores(_context, h, _network.ClassTargets[layer], scores);
        return scores;
    }

    /// <summary>The scores of a head of its own, [rows, scores].</summary>
    public MatrixView HeadScores(in MatrixView h)
    {
        var scores = new MatrixView(_scores, h.Rows, _network.HeadScores);
        _network.Head.Scores(_context, h, scores);
        return scores;
    }

    // sum += softmax(z); the scores are read again by whoever takes them
    private static void AddVote(in MatrixView scores, Span<float> sums)
    {
        Span<float> p = scores.Columns <= 256 ? stackalloc float[scores.Columns] : new float[scores.Columns];
        for (int i = 0; i < scores.Rows; i++)
        {
            scores.Row(i).CopyTo(p);
            RowOperations.SoftMax(p);
            Span<float> sum = sums.Slice(i * p.Length, p.Length);
            TensorPrimitives.Add(sum, p, sum);
        }
    }

    // z = log(sum / voters), whose softmax is the mean of the probabilities
    private MatrixView Votes(Span<float> sums, int rows, int voters)
    {
        var scores = new MatrixView(_scores, rows, _network.ExitScores);
        for (int i = 0; i < sums.Length; i++)
        {
            scores.Elements[i] = MathF.Log(MathF.Max(sums[i] / voters, float.Epsilon));
        }

        return scores;
    }

    /// <summary>The scores of a continuous network after its free phase, z = log(max(o, 1/100)): their softmax is the output, each at least a hundredth,
    /// over its sum.</summary>
    private MatrixView Settle(CoupledStates coupled, ReadOnlySpan<float> features, int rows)
    {
        Settling settling = SettleFree(coupled, features, rows);
        var scores = new MatrixView(_scores, rows, _network.HeadScores);
        Span<float> output = settling.Free(coupled.Hidden, rows).Elements, z = scores.Elements;
        for (int i = 0; i < output.Length; i++)
        {
            z[i] = MathF.Log(MathF.Max(output[i], LeastOutput));
        }

        return scores;
    }

    /// <summary>The states of a continuous network after its free phase.</summary>
    private Settling SettleFree(CoupledStates coupled, ReadOnlySpan<float> features, int rows)
    {
        Signal input = Load(features, rows);
        if (_settling is null || _settling.Capacity < rows)
        {
            _settling = new Settling(coupled, _context.Kernel, rows, phases: 1);
        }

        _settling.Clear(rows);
        _settling.SettleFree(_context, _network.PackedStates(_context.Kernel), input.H);
        return _settling;
    }

    private void Reserve(int rows)
    {
        if (_input.Length < rows * _network.InputWidth)
        {
            _input = new float[rows * _network.InputWidth];
            _even = new float[checked(rows * _widest)];
            _odd = new float[checked(rows * _widest)];
            _votes = new float[rows * _network.ExitScores];
            _scores = new float[rows * Math.Max(_network.ExitScores, _network.HeadScores)];
        }
    }
}
