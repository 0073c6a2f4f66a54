namespace SigProp.MLNet.Tests.Onnx;

/// <summary>A node of a graph, with its attributes.</summary>
internal sealed class OnnxOperation
{
    private readonly Dictionary<string, object> _attributes = [];

    public string Kind { get; private set; } = "";

    public string Name { get; private set; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public static OnnxOperation Read(ReadOnlySpan<byte> message)
    {
        var node = new OnnxOperation();
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    node.Inputs.Add(reader.Text());
                    break;
                case 2:
                    node.Outputs.Add(reader.Text());
                    break;
                case 3:
                    node.Name = reader.Text();
                    break;
                case 4:
                    node.Kind = reader.Text();
                    break;
                case 5:
                    node.ReadAttribute(reader.Bytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return node;
    }

    public long Integer(string name, long otherwise) => _attributes.TryGetValue(name, out object? value) ? (long)value : otherwise;

    public float Single(string name, float otherwise) => _attributes.TryGetValue(name, out object? value) ? (float)value : otherwise;

    public int[] Integers(string name) => [.. ((List<long>)_attributes[name]).Select(i => (int)i)];

    public float[] Singles(string name) => [.. (List<float>)_attributes[name]];

    public string Text(string name, string otherwise) => _attributes.TryGetValue(name, out object? value) ? (string)value : otherwise;

    /// <summary>A list of texts or of numbers, as it is; null where there is none.</summary>
    public System.Collections.IList? List(string name) => _attributes.GetValueOrDefault(name) as System.Collections.IList;

    private void ReadAttribute(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        var (singles, integers, texts) = (new List<float>(), new List<long>(), new List<string>());
        string name = "", text = "";
        float single = 0;
        long integer = 0;
        int type = 0;
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    name = reader.Text();
                    break;
                case 2:
                    single = reader.Single();
                    break;
                case 3:
                    integer = reader.Integer();
                    break;
                case 4:
                    text = reader.Text();
                    break;
                case 7:
                    reader.Singles(singles);
                    break;
                case 8:
                    reader.Integers(integers);
                    break;
                case 9:
                    texts.Add(reader.Text());
                    break;
                case 20:
                    type = (int)reader.Integer();
                    break;
                default:
                    throw new InvalidDataException($"Field {reader.Field} of the attribute '{name}' is not known here.");
            }
        }

        _attributes.Add(name, type switch
        {
            1 => single,
            2 => integer,
            3 => text,
            6 => singles,
            7 => integers,
            8 => texts,
            _ => throw new InvalidDataException($"The attribute '{name}' has the unknown type {type}."),
        });
    }
}
