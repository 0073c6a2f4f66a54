using System.Numerics.Tensors;
using SigProp.Layers;
using SigProp.Learning;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Baselines;

/// <summary>
/// Predicts dl/dh of a layer from its output h and from what the row ought to be, c: M(h, c) = A h + B c + b (Jaderberg et al. 2017, the linear cDNI).
/// It begins at 0, as theirs does, and its output is not scaled: divided by the
/// width, or its root, so that it learns more slowly, the network learned far worse (MNIST, 2x800, one epoch: 5.8 % wrong, against 61 % and more). Of maps it predicts each position from the channels there: a convolution of 1 x 1, c being planes of equal numbers.
/// </summary>
internal sealed class GradientPredictor
{
    private readonly ImageShape _shape;
    private readonly int _contexts;
    private readonly float[] _input;
    private readonly float[] _predicted;
    private readonly LayerMemory _memory;

    public GradientPredictor(Layer layer, string name, LearningSetup setup)
    {
        _shape = layer.OutputShape;
        NetworkSpec spec = setup.Network.Spec;
        _contexts = spec.IsRegression ? spec.Outputs : spec.Classes;
        var input = new ImageShape(_shape.Channels + _contexts, _shape.Height, _shape.Width);
        Map = _shape.Positions == 1
            ? new DenseLayer(name, input.Size, new DenseSpec(_shape.Size) { Activation = Activation.Identity })
            : new ConvolutionLayer(name, input, Pointwise(_shape.Channels), null, _shape, false);
        _input = new float[checked(setup.BatchSize * input.Size)];
        _predicted = new float[checked(setup.BatchSize * _shape.Size)];
        _memory = new LayerMemory(Map.Needs(setup.BatchSize, 0, local: false), isLocal: false);
    }

    /// <summary>A, B and b.</summary>
    public Layer Map { get; }

    public long Bytes => _memory.Bytes + (sizeof(float) * ((long)_input.Length + _predicted.Length));

    /// <summary>M(h, c) of each row, of which the gradient of the batch's mean has the part w / n.</summary>
    public MatrixView Predict(ComputeContext context, in MatrixView h, Batch batch)
    {
        MatrixView input = Input(batch.Count), predicted = new(_predicted, batch.Count, _shape.Size);
        for (int i = 0; i < h.Rows; i++)
        {
            Span<float> row = input.Row(i), planes = row[_shape.Size..];
            h.Row(i).CopyTo(row);
            for (int c = 0; c < _contexts; c++)
            {
                float value = batch.Outputs > 0 ? batch.Values[(i * _contexts) + c] : batch.Labels[i] == c ? 1f : 0f;
                planes.Slice(c * _shape.Positions, _shape.Positions).Fill(value);
            }
        }

        Map.Forward(context, new Signal(input, default), new Signal(predicted, default), _memory);
        RowShare.ToMean(predicted, batch, 1f);
        return predicted;
    }

    /// <summary>Learns from what has come back in place of the last prediction: descends the mean of |M - dl/dh|^2, with a gradient of
    /// 2 (M - dl/dh) w / n.</summary>
    public void Learn(ComputeContext context, in MatrixView arrived, LayerOptimizer optimizer)
    {
        MatrixView predicted = new(_predicted, arrived.Rows, _shape.Size);
        Span<float> residual = predicted.Elements;
        ReadOnlySpan<float> truth = arrived.Elements;
        TensorPrimitives.Subtract(residual, truth, residual);
        TensorPrimitives.Multiply(residual, 2f, residual);
        var gradient = new Signal(predicted, default);
        Map.GradientBeforeActivation(context, gradient, gradient, _memory, optimizer);
        Map.Update(context, new Signal(Input(arrived.Rows), default), gradient, optimizer);
    }

    private MatrixView Input(int samples) => new(_input, samples, Map.InputWidth);

    private static ConvolutionSpec Pointwise(int channels) => new(channels)
    {
        KernelHeight = 1,
        KernelWidth = 1,
        PaddingHeight = 0,
        PaddingWidth = 0,
        Activation = Activation.Identity,
    };
}
