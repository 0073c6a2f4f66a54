using Microsoft.ML.Model.OnnxConverter;

namespace SigProp.MLNet.Onnx;

/// <summary>The ONNX nodes of a network's layers. Dropout is none, as in every prediction.</summary>
internal sealed class OnnxLayers
{
    /// <summary>What is added to a variance: that of batch normalisation in the engine.</summary>
    private const double Epsilon = 1e-5;

    private readonly OnnxGraph _graph;
    private readonly Network _network;
    private readonly List<OnnxSignal> _learning = [];

    /// <summary>Adds all layers.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="network">The network.</param>
    /// <param name="features">Its features, [n, width].</param>
    /// <exception cref="NotSupportedException">A layer is of a kind that is not known here.</exception>
    public OnnxLayers(OnnxGraph graph, Network network, string features)
    {
        _graph = graph;
        _network = network;
        var signal = new OnnxSignal(graph, features, network.Spec.Image ?? new ImageShape(network.InputWidth, 1, 1), isMap: false);
        foreach (LayerSpec layer in network.Spec.Layers)
        {
            signal = Add(signal, layer);
            if (layer is LearningLayerSpec)
            {
                _learning.Add(signal);
            }
        }

        Last = signal;
    }

    /// <summary>The outputs of the layers that learn, each of which may be an exit.</summary>
    public IReadOnlyList<OnnxSignal> Learning => _learning;

    /// <summary>The output of all.</summary>
    public OnnxSignal Last { get; }

    private OnnxSignal Add(OnnxSignal input, LayerSpec layer) => layer switch
    {
        DenseSpec dense => Dense(input, dense),
        ConvolutionSpec convolution => Convolve(input, convolution),
        PoolingSpec pooling => Pool(input, pooling),
        FlattenSpec => new OnnxSignal(_graph, input.Flat, new ImageShape(input.Shape.Size, 1, 1), isMap: false),
        _ => throw new NotSupportedException(
            $"The model cannot be exported to ONNX: its layer of kind {layer.GetType().Name} has no ONNX graph."),
    };

    // f(N(x W^T + b))
    private OnnxSignal Dense(OnnxSignal input, DenseSpec spec)
    {
        string name = $"layer{_learning.Count + 1}";
        ReadOnlySpan<float> bias = spec.BatchNormalization ? new float[spec.Units] : _network.GetTensor($"{name}.bias");
        string z = _graph.Affine(input.Flat, _network.GetTensor($"{name}.weight"), bias);
        return new OnnxSignal(_graph, Activate(Normalize(z, name, spec), spec), new ImageShape(spec.Units, 1, 1), isMap: false);
    }

    // f(N(x * W + b)); a row of the weight is [channels of the group, kernel height, kernel width], as ONNX has it
    private OnnxSignal Convolve(OnnxSignal input, ConvolutionSpec spec)
    {
        string name = $"layer{_learning.Count + 1}";
        ReadOnlySpan<float> bias = spec.BatchNormalization ? new float[spec.Channels] : _network.GetTensor($"{name}.bias");
        string w = _graph.Tensor(
            "weight", _network.GetTensor($"{name}.weight"), spec.Channels, input.Shape.Channels / spec.Groups, spec.KernelHeight, spec.KernelWidth);
        string z = _graph.Add("Conv", [input.Map, w, _graph.Tensor("bias", bias, spec.Channels)], out OnnxNode node);
        node.AddAttribute("kernel_shape", new long[] { spec.KernelHeight, spec.KernelWidth });
        node.AddAttribute("strides", new long[] { spec.StrideHeight, spec.StrideWidth });
        node.AddAttribute("pads", new long[] { spec.PaddingHeight, spec.PaddingWidth, spec.PaddingHeight, spec.PaddingWidth });
        node.AddAttribute("group", (long)spec.Groups);
        var shape = new ImageShape(
            spec.Channels,
            ((input.Shape.Height + (2 * spec.PaddingHeight) - spec.KernelHeight) / spec.StrideHeight) + 1,
            ((input.Shape.Width + (2 * spec.PaddingWidth) - spec.KernelWidth) / spec.StrideWidth) + 1);
        return new OnnxSignal(_graph, Activate(Normalize(z, name, spec), spec), shape, isMap: true);
    }

    private OnnxSignal Pool(OnnxSignal input, PoolingSpec spec)
    {
        int step = spec.Stride ?? spec.Window;
        string y = _graph.Add(spec.Operation == PoolingKind.Max ? "MaxPool" : "AveragePool", [input.Map], out OnnxNode node);
        node.AddAttribute("kernel_shape", new long[] { spec.Window, spec.Window });
        node.AddAttribute("strides", new long[] { step, step });
        ImageShape shape = input.Shape;
        return new OnnxSignal(
            _graph, y, new ImageShape(shape.Channels, ((shape.Height - spec.Window) / step) + 1, ((shape.Width - spec.Window) / step) + 1), isMap: true);
    }

    // scale (z - mean) / sqrt(variance + eps) + shift
    private string Normalize(string z, string layer, LearningLayerSpec spec)
    {
        if (!spec.BatchNormalization)
        {
            return z;
        }

        string[] inputs = [z, .. ((string[])["scale", "shift", "mean", "variance"]).Select(of => Normalization(layer, of))];
        string y = _graph.Add("BatchNormalization", inputs, out OnnxNode node);
        node.AddAttribute("epsilon", Epsilon);
        return y;
    }

    private string Normalization(string layer, string of)
    {
        ReadOnlySpan<float> values = _network.GetTensor($"{layer}.normalization.{of}");
        return _graph.Tensor(of, values, values.Length);
    }

    private string Activate(string z, LearningLayerSpec spec)
    {
        switch (spec.Activation)
        {
            case Activation.Identity:
                return z;
            case Activation.ReLU:
                return _graph.Add("Relu", z);
            case Activation.Tanh:
                return _graph.Add("Tanh", z);
            case Activation.LeakyReLU:
                string y = _graph.Add("LeakyRelu", [z], out OnnxNode node);
                node.AddAttribute("alpha", (double)spec.NegativeSlope);
                return y;
            default:
                throw new NotSupportedException($"The model cannot be exported to ONNX: its activation {spec.Activation} has no ONNX graph.");
        }
    }
}
