namespace SigProp.MLNet.Onnx;

/// <summary>The output of a layer as a variable of an ONNX graph, either as rows, [n, size], or as maps, [n, channels, height, width]; the other is made
/// of it when it is asked for.</summary>
/// <param name="graph">The graph.</param>
/// <param name="variable">The variable.</param>
/// <param name="shape">The shape of a row.</param>
/// <param name="isMap">Whether the variable has it; false where rows are flat.</param>
internal sealed class OnnxSignal(OnnxGraph graph, string variable, ImageShape shape, bool isMap)
{
    private string? _flat = isMap ? null : variable;
    private string? _map = isMap ? variable : null;

    public ImageShape Shape => shape;

    public string Flat => _flat ??= graph.Reshape(variable, shape.Size);

    public string Map => _map ??= graph.Reshape(variable, shape.Channels, shape.Height, shape.Width);
}
