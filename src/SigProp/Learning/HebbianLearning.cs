using System.Numerics.Tensors;
using SigProp.Continuous;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Learning;

/// <summary>
/// Equilibrium propagation (section V, Eq 13 and 14): states settle, the output is nudged towards the target, states settle again, and each weight
/// changes by what its own two ends have seen. With the loop there is no other way back.
/// </summary>
internal sealed class HebbianLearning : LearningRule
{
    private readonly ComputeContext _context;
    private readonly CoupledStates _network;
    private readonly Settling _states;
    private readonly PackedStates _packed;
    private readonly LayerOptimizer[] _optimizers;
    private readonly float[] _differences;
    private readonly StateMemory? _memory;
    private readonly VitalSigns _vitalSigns;
    private readonly StepClock _clock;

    public HebbianLearning(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network.Coupled!;
        _states = new Settling(_network, _context.Kernel, setup.BatchSize, 2);
        _packed = new PackedStates(_network, _context.Kernel);
        var learners = _network.Weights.Zip(_network.Biases, IReadOnlyList<Parameter> (w, b) => [w, b]).ToList();
        if (_network.Spec.Feedback == ContinuousFeedback.LearnedLoop)
        {
            learners.Add([_network.Loop!]);
        }

        _optimizers = setup.CreateOptimizers([.. learners]);
        _differences = new float[checked(2 * setup.BatchSize * _network.Weights.Max(w => w.Rows))];
        _memory = _network.Spec.PersistentStates ? new StateMemory() : null;
        _vitalSigns = new VitalSigns(_network.Hidden, _network.Weights[^1].Rows);
        _clock = new StepClock(_network.Weights.Count + 1);
    }

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    public override long SignalBytes => _states.Bytes + (sizeof(float) * (long)_differences.Length) + (_memory?.Bytes ?? 0);

    public override IReadOnlyList<LayerOptimizer> Optimizers => _optimizers;

    public override IReadOnlyList<LayerCost> Costs =>
    [
        new("states", _clock.Seconds(0), _states.Bytes),
        .. Enumerable.Range(1, _network.Hidden).Select(i => new LayerCost($"layer{i}", _clock.Seconds(i), sizeof(float) * (long)_differences.Length)),
        new("head", _clock.Seconds(_network.Hidden + 1), sizeof(float) * (long)_differences.Length),
    ];

    public override IReadOnlyList<string> Warnings => _vitalSigns.Warnings;

    public override IReadOnlyList<WeightAngle> Angles => LoopAlignment.Of(_network, _context);

    /// <summary>Steps that samples took in both phases since the first batch, all together.</summary>
    public (long Free, long Nudged) StepsTaken { get; private set; }

    /// <summary>What becomes of the nudge in each hidden layer.</summary>
    public IReadOnlyList<double> Responses => _vitalSigns.Responses;

    public override void WalkMemory(StateWalk walk)
    {
        _vitalSigns.Walk(walk);
        _memory?.Walk(walk, _network);
    }

    /// <summary>The scheduled rate is that of the first hidden layer; the others stay in proportion.</summary>
    public override void SetLearningRate(float learningRate)
    {
        ContinuousSpec spec = _network.Spec;
        float scale = learningRate / spec.RateOf(0, _network.Hidden);
        for (int i = 0; i < _optimizers.Length; i++)
        {
            _optimizers[i].LearningRate = scale * (i <= _network.Hidden ? spec.RateOf(i, _network.Hidden) : spec.LoopLearningRate);
        }
    }

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        _clock.Start();
        int n = batch.Count;
        float beta = Beta(key);
        _packed.Fill();
        _states.Clear(n);
        _memory?.Restore(_states, _network, batch.Numbers, n);
        _states.SettleFree(_context, _packed, batch.X);
        long free = _states.StepsTaken(n);
        _memory?.Keep(_states, _network, batch.Numbers, n);
        losses[0] = Loss(batch, out double error);
        _states.SettleNudged(_context, _packed, n, batch.Labels, beta);
        StepsTaken = (StepsTaken.Free + free, StepsTaken.Nudged + _states.StepsTaken(n));
        _clock.Add(0);
        for (int i = 0; i <= _network.Hidden; i++)
        {
            Learn(i, batch, beta, error);
            _clock.Add(i + 1);
        }

        _vitalSigns.EndStep();
    }

    // dW_l = rate / (beta n) (s_l^beta - s_l^0)^T s_(l-1)^0, b_l alike  (Eq 14); L alike, from o^0 to the first layer's difference.
    // Symmetric: dW_l = rate / (beta n) ((s_l^beta)^T s_(l-1)^beta - (s_l^0)^T s_(l-1)^0)
    private void Learn(int layer, Batch batch, float beta, double error)
    {
        int n = batch.Count, width = _network.Weights[layer].Rows;
        MatrixView free = _states.Free(layer, n), nudged = _states.Nudged(layer, n);
        var difference = new MatrixView(_differences, n, width);
        double change = 0;
        for (int i = 0; i < n; i++)
        {
            Span<float> row = difference.Row(i);
            TensorPrimitives.Subtract(free.Row(i), nudged.Row(i), row);
            change += TensorPrimitives.SumOfMagnitudes<float>(row);
            TensorPrimitives.Multiply(row, Scale(batch, i, beta), row);
        }

        _vitalSigns.Observe(layer, change / ((double)n * width), beta, error);

        LayerOptimizer optimizer = _optimizers[layer];
        RowOperations.ColumnSums(difference, optimizer.Gradient(1).Row(0));
        if (layer > 0 && _network.IsSymmetric)
        {
            difference = new MatrixView(_differences, 2 * n, width);
            for (int i = 0; i < n; i++)
            {
                float scale = Scale(batch, i, beta);
                TensorPrimitives.Multiply(free.Row(i), scale, difference.Row(i));
                TensorPrimitives.Multiply(nudged.Row(i), -scale, difference.Row(n + i));
            }

            optimizer.UpdateByProduct(_context, difference, _states.Both(layer - 1, n));
            return;
        }

        optimizer.UpdateByProduct(_context, difference, layer == 0 ? batch.X : _states.Free(layer - 1, n));
        if (layer == 0 && _optimizers.Length > _network.Weights.Count)
        {
            _optimizers[^1].UpdateByProduct(_context, difference, _states.Free(_network.Hidden, n));
        }
    }

    private static float Scale(Batch batch, int row, float beta) => (batch.IsWeighted ? batch.Weights[row] : 1f) / (beta * batch.Count);

    private float Beta(RandomKey key)
    {
        float beta = _network.Spec.Beta;
        return _network.Spec.BetaSign switch
        {
            BetaSign.Negative => -beta,
            BetaSign.Alternating when (_optimizers[0].State.Steps & 1) == 1 => -beta,
            BetaSign.Random when (key.Split("beta").Value & 1) == 1 => -beta,
            _ => beta,
        };
    }

    /// <summary>(1/n) sum_i w_i |y*_i - o_i|^2 after the free phase, and the mean of |y* - o|.</summary>
    private LossValue Loss(Batch batch, out double error)
    {
        double loss = 0;
        int correct = 0;
        error = 0;
        MatrixView output = _states.Free(_network.Hidden, batch.Count);
        for (int i = 0; i < batch.Count; i++)
        {
            ReadOnlySpan<float> o = output.Row(i);
            int label = batch.Labels[i];
            double squares = 0;
            for (int j = 0; j < o.Length; j++)
            {
                double e = (j == label ? 1 : 0) - o[j];
                squares += e * e;
                error += Math.Abs(e);
            }

            loss += (batch.IsWeighted ? batch.Weights[i] : 1) * squares;
            correct += TensorPrimitives.IndexOfMax(o) == label ? 1 : 0;
        }

        error /= (double)batch.Count * output.Columns;
        return new LossValue(loss / batch.Count, correct);
    }
}
