namespace SigProp.MLNet.Tests.Onnx;

/// <summary>An ONNX file, read field by field (onnx.proto): nodes, constants, the names of what goes in and out.</summary>
internal sealed class OnnxFile
{
    public List<OnnxOperation> Nodes { get; } = [];

    public Dictionary<string, OnnxTensor> Constants { get; } = [];

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    /// <summary>The version of the standard operators.</summary>
    public int OperatorSet { get; private set; }

    public static OnnxFile Read(ReadOnlySpan<byte> message)
    {
        var file = new OnnxFile();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 7:
                    file.ReadGraph(reader.Bytes());
                    break;
                case 8:
                    file.ReadOperatorSet(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return file;
    }

    private void ReadGraph(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    Nodes.Add(OnnxOperation.Read(reader.Bytes()));
                    break;
                case 5:
                    OnnxTensor tensor = OnnxTensor.Read(reader.Bytes(), out string name);
                    Constants.Add(name, tensor);
                    break;
                case 11:
                    Inputs.Add(NameOf(reader.Bytes()));
                    break;
                case 12:
                    Outputs.Add(NameOf(reader.Bytes()));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private void ReadOperatorSet(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        string domain = "";
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    domain = reader.Text();
                    break;
                default:
                    int version = (int)reader.Integer();
                    OperatorSet = domain.Length == 0 ? version : OperatorSet;
                    break;
            }
        }
    }

    private static string NameOf(ReadOnlySpan<byte> valueInfo)
    {
        var reader = new ProtoReader(valueInfo);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                return reader.Text();
            }

            reader.Skip();
        }

        throw new InvalidDataException("An input or output has no name.");
    }
}
