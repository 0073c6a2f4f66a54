using System.Numerics.Tensors;
using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>
/// Error forward propagation (section II, Fig 1e): the output's error enters the network at its beginning and travels forward through the same weights;
/// how it moves the state of a layer is that layer's error. Where a regression has as many outputs as inputs the error is added to the input as it is, as
/// in auto-encoders (Ohama and Yoshimura 2017, the paper's [28]). Elsewhere it is not of the input's space, and a fixed random map B brings it in beside the
/// input, to the state of the first layer.
/// </summary>
/// <remarks>
/// <para>The second pass with a fixed random map is that of error-driven input modulation (Dellaferrera and Kreiman 2022, "Error-driven input
/// modulation: solving the credit assignment problem without a backward pass"), whose map leads to the input itself. With few inputs
/// that form learned little (two moons: 64 % right, against at least 90 % of the prediction layer alone), it may be because W_1 in learning changes
/// what it makes of the error. As in theirs the prediction layer learns from its own error. Other than in
/// theirs a layer's error goes through the derivative of its own activation and meets the inputs of the first pass.</para>
/// <para>In a linear auto-encoder whose output layer is the transposed encoder, and whose inner layers are orthogonal, this is backpropagation.</para>
/// </remarks>
internal sealed class ErrorForwardPropagation : LearningRule
{
    /// <summary>The part of the error by which states are moved; what comes of it is divided by it again.</summary>
    private const float Reach = 0.05f;

    private readonly ComputeContext _context;
    private readonly Network _network;
    private readonly StoredForward _forward;
    private readonly SecondPass _second;
    private readonly SignalBuffers _moved;
    private readonly MatrixView _feedback;
    private readonly float[] _input;
    private readonly LayerOptimizer[] _optimizers;
    private readonly long[] _bytes;

    public ErrorForwardPropagation(LearningSetup setup)
    {
        _context = setup.Context;
        _network = setup.Network;
        int samples = setup.BatchSize, outputs = _network.HeadScores, inputs = _network.InputWidth, first = _network.Layers[0].OutputWidth;
        _forward = new StoredForward(setup);
        _second = new SecondPass(_network.Layers, samples);
        _moved = SignalBuffers.Alternating(_network, samples, 0);
        if (_network.Spec.IsRegression && outputs == inputs)
        {
            _input = new float[checked(samples * inputs)];
        }
        else
        {
            _input = [];
            _feedback = new MatrixView(new float[checked(outputs * first)], outputs, first);
            RandomStream random = setup.Key.Split("feedback").Stream();
            float bound = 1f / MathF.Sqrt(outputs);
            random.FillUniform(_feedback.Elements, -bound, bound);
        }

        _bytes = new long[_network.LayerCount + 1];
        _bytes[0] = sizeof(float) * (_input.Length + (_feedback.Rows * (long)first));
        _bytes[^1] = _moved.Bytes + _second.Bytes;
        _optimizers = setup.CreateOptimizers([.. _network.Layers.Select(l => l.Parameters), _network.Head.Parameters]);
    }

    /// <summary>B, [outputs, width of layer 1]; without rows where the error enters as it is.</summary>
    public MatrixView InputFeedback => _feedback;

    private bool EntersAsItIs => _feedback.Rows == 0;

    public override IReadOnlyList<LayerCost> Costs => _forward.Costs(_bytes);

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    public override long SignalBytes => _forward.Bytes + _bytes.Sum();

    public override IReadOnlyList<LayerOptimizer> Optimizers => _optimizers;

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        // First pass: h_i = f(W_i h_{i-1} + b_i), and the output's error e = dl/dy of each row; the head learns from it at once
        _forward.Run(batch, key);
        int n = batch.Count, last = _network.Stages.Count - 1;
        MatrixView error = _forward.Error(n);
        losses[0] = _forward.Evaluate(batch);
        _forward.UpdateHead(n, _optimizers[^1]);

        // The error of each row's own loss, as far as it moves anything
        RowShare.ToRows(error, batch, Reach);
        MatrixView moved = EntersAsItIs ? new(_input, n, _network.InputWidth) : batch.X;
        if (EntersAsItIs)
        {
            // x' = x + e
            TensorPrimitives.Add(batch.X.Elements, error.Elements, moved.Elements);
        }

        _forward.Clock.Add(_network.LayerCount);

        // Second pass: h'_i = f(W_i h'_{i-1} + b_i), and layer i learns from h'_i - h_i in place of dl/dh_i
        int done = 0;
        for (int i = 0; i <= last; i++)
        {
            MatrixView output = _moved.Output(i, n).H;
            if (_network.Stages[i] is Layer layer)
            {
                if (done == 0 && !EntersAsItIs)
                {
                    // h'_1 = h_1 + B e
                    Gemm.Multiply(_context, error, false, _feedback, false, output, 0f);
                    TensorPrimitives.Add(output.Elements, _forward.Output(i, n).H.Elements, output.Elements);
                }
                else
                {
                    _second.Forward(_context, layer, moved, output, _forward.Memories[done]);
                }

                Learn(layer, done, i, output, batch);
                done++;
            }
            else if (done > 0 || EntersAsItIs)
            {
                _network.Stages[i].Forward(_context, new Signal(moved, default), new Signal(output, default), null);
            }

            moved = output;
            _forward.Clock.Add(Math.Max(0, done - 1));
        }
    }

    public override void SetLearningRate(float learningRate)
    {
        foreach (LayerOptimizer optimizer in _optimizers)
        {
            optimizer.LearningRate = learningRate;
        }
    }

    private void Learn(Layer layer, int index, int stage, in MatrixView moved, Batch batch)
    {
        Signal output = _forward.Output(stage, batch.Count), gradient = new(_forward.Gradient(stage, batch.Count), default);
        TensorPrimitives.Subtract(moved.Elements, output.H.Elements, gradient.H.Elements);
        RowShare.ToMean(gradient.H, batch, 1f / Reach);
        layer.GradientBeforeActivation(_context, output, gradient, _forward.Memories[index], _optimizers[index]);
        layer.Update(_context, _forward.Below(batch, stage), gradient, _optimizers[index]);
    }
}
