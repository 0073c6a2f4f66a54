namespace SigProp.MLNet.Tests.Onnx;

/// <summary>A tensor: its shape and its values, row by row, of which one of the three is there. Integers of all sizes and truth values are
/// <see cref="Integers"/>.</summary>
internal sealed record OnnxTensor(int[] Shape, float[]? Singles = null, long[]? Integers = null, string[]? Texts = null)
{
    public int Length => Shape.Aggregate(1, (x, y) => x * y);

    public float[] AsSingles() => Singles ?? [.. Integers!.Select(i => (float)i)];

    /// <summary>The same values in another shape.</summary>
    public OnnxTensor Reshape(params int[] shape) => this with { Shape = shape };

    /// <summary>Reads a TensorProto.</summary>
    public static OnnxTensor Read(ReadOnlySpan<byte> message, out string name)
    {
        var reader = new ProtoReader(message);
        var (dimensions, singles, integers, texts) = (new List<long>(), new List<float>(), new List<long>(), new List<string>());
        int type = 0;
        name = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    reader.Integers(dimensions);
                    break;
                case 2:
                    type = (int)reader.Integer();
                    break;
                case 4:
                    reader.Singles(singles);
                    break;
                case 5 or 7 or 11:
                    reader.Integers(integers);
                    break;
                case 6:
                    texts.Add(reader.Text());
                    break;
                case 8:
                    name = reader.Text();
                    break;
                default:
                    throw new InvalidDataException($"Field {reader.Field} of a tensor is not known here.");
            }
        }

        int[] shape = [.. dimensions.Select(d => (int)d)];
        OnnxTensor tensor = type switch
        {
            1 => new(shape, Singles: [.. singles]),
            8 => new(shape, Texts: [.. texts]),
            _ => new(shape, Integers: [.. integers]),
        };
        int count = tensor.Singles?.Length ?? tensor.Integers?.Length ?? tensor.Texts!.Length;
        return count == tensor.Length ? tensor
            : throw new InvalidDataException($"Tensor '{name}' of shape [{string.Join(", ", shape)}] holds {count} values.");
    }
}
