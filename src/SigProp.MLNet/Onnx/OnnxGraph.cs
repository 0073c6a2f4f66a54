using Microsoft.ML.Model.OnnxConverter;

namespace SigProp.MLNet.Onnx;

/// <summary>Adds nodes and constants of the standard operators to the ONNX graph that ML.NET is building. Their names begin with that of this library: ML.NET
/// keeps variables under the names of columns, and one called as a column would take its place.</summary>
/// <param name="context">The graph that is being built.</param>
internal sealed class OnnxGraph(OnnxContext context)
{
    private const string Prefix = "SigProp";

    /// <summary>Refuses a version of the operators that lacks some of those needed.</summary>
    public void Need(int operatorSet) => context.CheckOpSetVersion(operatorSet, Prefix);

    /// <summary>Adds a node with one output, of a new name.</summary>
    /// <returns>The output.</returns>
    public string Add(string operation, params string[] inputs) => Add(operation, inputs, out _);

    /// <summary>Adds a node with one output, of a new name, and hands the node out for its attributes.</summary>
    public string Add(string operation, string[] inputs, out OnnxNode node)
    {
        string output = Name(operation);
        node = Create(operation, inputs, output);
        return output;
    }

    /// <summary>Adds a node whose outputs have names.</summary>
    public OnnxNode Create(string operation, string[] inputs, params string[] outputs)
        => context.CreateNode(operation, inputs, outputs, context.GetNodeName($"{Prefix}.{operation}"), "");

    /// <summary>A new name for an output.</summary>
    public string Name(string operation) => context.AddIntermediateVariable(null, $"{Prefix}.{operation}.output", true);

    /// <summary>Adds a row of numbers, [1, n], which goes with every row of a batch.</summary>
    public string Row(ReadOnlySpan<float> values) => Tensor("row", values, 1, values.Length);

    /// <summary>Adds one number, [1, 1].</summary>
    public string Number(float value) => Tensor("number", [value], 1, 1);

    /// <summary>Adds one whole number, [1, 1].</summary>
    public string Count(int value) => context.AddInitializer([value], typeof(int), [1, 1], $"{Prefix}.count");

    public string Tensor(string name, ReadOnlySpan<float> values, params long[] dimensions)
        => context.AddInitializer(values.ToArray(), dimensions, $"{Prefix}.{name}");

    public string Whole(params long[] values) => context.AddInitializer(values, [values.Length], $"{Prefix}.whole");

    /// <summary>Rows of another shape, the number of rows being what it is.</summary>
    public string Reshape(string input, params long[] dimensions) => Add("Reshape", input, Whole([-1, .. dimensions]));

    /// <summary>Some columns of a matrix, in any order, [n, columns].</summary>
    public string Columns(string input, params long[] columns)
    {
        string output = Add("Gather", [input, Whole(columns)], out OnnxNode node);
        node.AddAttribute("axis", 1L);
        return output;
    }

    /// <summary>y = x W^T + b.</summary>
    /// <param name="input">x, [n, columns].</param>
    /// <param name="weight">W, [rows, columns], row by row.</param>
    /// <param name="bias">b, [rows].</param>
    public string Affine(string input, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias)
    {
        string w = Tensor("weight", weight, bias.Length, weight.Length / bias.Length), b = Tensor("bias", bias, bias.Length);
        string output = Add("Gemm", [input, w, b], out OnnxNode node);
        node.AddAttribute("transB", 1L);
        return output;
    }

    /// <summary>The columns of several matrices beside each other.</summary>
    public string Join(params string[] matrices)
    {
        string output = Add("Concat", matrices, out OnnxNode node);
        node.AddAttribute("axis", 1L);
        return output;
    }

    public string SoftMax(string scores)
    {
        string output = Add("Softmax", [scores], out OnnxNode node);
        node.AddAttribute("axis", 1L);
        return output;
    }
}
