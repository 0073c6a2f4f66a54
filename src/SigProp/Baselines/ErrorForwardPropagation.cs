using System.Numerics.Tensors;
using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>
/// Error forward propagation (section II, Fig 1e): the output's error enters at the input and travels forward through the same weights; how it moves
/// the state of a layer is that layer's error. Where the output has the input's shape the error enters as it is, as in auto-encoders (Ohama and
/// Yoshimura 2017, the paper's [28]); otherwise a fixed random map F brings it there, as in error-driven input modulation (Dellaferrera and Kreiman
/// 2022, "Error-driven input modulation: solving the credit assignment problem without a backward pass"). Unlike theirs, a layer's change goes
/// through the derivative of its own activation and meets the inputs of the first pass, so that in a linear auto-encoder whose output layer is the
/// transposed encoder, the hidden layers orthogonal, the gradient is that of backpropagation.
/// </summary>
internal sealed class ErrorForwardPropagation : LearningRule
{
    /// <summary>How far the largest possible entry of F moves an input; Dellaferrera and Kreiman's 0.05.</summary>
    private const float Reach = 0.05f;

    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly StoredForward _forward;
    private readonly SecondPass _second;
    private readonly SignalBuffers _moved;
    private readonly MatrixView _feedback;
    private readonly float _step;
    private readonly float[] _input;
    private readonly float[] _gradient;
    private readonly float[] _scores;
    private readonly LayerOptimizer[] _optimizers;
    private readonly StepClock _clock;
    private readonly long[] _bytes;

    public ErrorForwardPropagation(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        int samples = setup.BatchSize, outputs = _network.HeadScores, inputs = _network.InputWidth;
        _forward = new StoredForward(setup);
        _second = new SecondPass(_network.Layers, samples);
        _moved = SignalBuffers.Alternating(_network, samples, 0);
        _input = new float[checked(samples * inputs)];
        _gradient = new float[checked(samples * _network.Layers.Max(l => l.OutputWidth))];
        _scores = new float[checked(samples * outputs)];
        bool isClosed = _network.Spec.IsRegression && outputs == inputs;
        _step = isClosed ? Reach : 1f;
        if (!isClosed)
        {
            // F, [outputs, inputs]
            _feedback = new MatrixView(new float[checked(outputs * inputs)], outputs, inputs);
            RandomStream random = setup.Key.Split("feedback").Stream();
            float bound = 2f * Reach * MathF.Sqrt(6f / inputs);
            random.FillUniform(_feedback.Elements, -bound, bound);
        }

        _clock = new StepClock(_network.LayerCount + 1);
        long shared = _moved.Bytes + _second.Bytes + (sizeof(float) * ((long)_input.Length + _gradient.Length + _scores.Length + (_feedback.Rows * (long)inputs)));
        _bytes = [.. _forward.LayerBytes(samples), shared];
        _optimizers = setup.CreateOptimizers([.. _network.Layers.Select(l => l.Parameters), _network.Head.Parameters]);
    }

    public override IReadOnlyList<LayerCost> Costs => [.. Enumerable.Range(0, _bytes.Length)
        .Select(i => new LayerCost(i < _network.LayerCount ? $"layer{i + 1}" : "head", _clock.Seconds(i), _bytes[i]))];

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    public override long SignalBytes => _bytes.Sum();

    public override IReadOnlyList<LayerOptimizer> Optimizers => _optimizers;

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        // First pass: h_i = f(W_i h_{i-1} + b_i), and the output's error e = dl/dy of each row; the head learns from it at once
        _clock.Start();
        _forward.Run(batch, key, _clock);
        int n = batch.Count, last = _network.Stages.Count - 1;
        MatrixView top = _forward.Output(last, n).H, error = new(_scores, n, _network.HeadScores), moved = new(_input, n, _network.InputWidth);
        losses[0] = _network.Head.Evaluate(_context, top, batch.Lesson(default), error);
        _network.Head.Update(_context, top, error, _optimizers[^1]);

        // x' = x + F e
        RowShare.ToRows(error, batch, _step);
        Bring(error, moved);
        TensorPrimitives.Add(moved.Elements, batch.X.Elements, moved.Elements);
        _clock.Add(_network.LayerCount);

        // Second pass: h'_i = f(W_i h'_{i-1} + b_i), and layer i learns from h'_i - h_i in place of dl/dh_i
        int done = 0;
        for (int i = 0; i <= last; i++)
        {
            MatrixView output = _moved.Output(i, n).H;
            if (_network.Stages[i] is Layer layer)
            {
                LayerMemory memory = _forward.Memory(done);
                _second.Forward(_context, layer, moved, output, memory);
                Learn(layer, done, _forward.Below(batch, i), _forward.Output(i, n), output, batch);
                done++;
            }
            else
            {
                _network.Stages[i].Forward(_context, new Signal(moved, default), new Signal(output, default), null);
            }

            moved = output;
            _clock.Add(Math.Max(0, done - 1));
        }
    }

    public override void SetLearningRate(float learningRate)
    {
        foreach (LayerOptimizer optimizer in _optimizers)
        {
            optimizer.LearningRate = learningRate;
        }
    }

    private void Bring(in MatrixView error, in MatrixView toInput)
    {
        if (_feedback.Rows == 0)
        {
            error.Elements.CopyTo(toInput.Elements);
        }
        else
        {
            Gemm.Multiply(_context, error, false, _feedback, false, toInput, 0f);
        }
    }

    private void Learn(Layer layer, int index, in Signal below, in Signal output, in MatrixView moved, Batch batch)
    {
        var gradient = new Signal(new MatrixView(_gradient, batch.Count, layer.OutputWidth), default);
        TensorPrimitives.Subtract(moved.Elements, output.H.Elements, gradient.H.Elements);
        RowShare.ToMean(gradient.H, batch, 1f / _step);
        layer.GradientBeforeActivation(_context, output, gradient, _forward.Memory(index), _optimizers[index]);
        layer.Update(_context, below, gradient, _optimizers[index]);
    }
}
