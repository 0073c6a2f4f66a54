using System.Collections;
using System.Globalization;

namespace SigProp.MLNet.Tests.Onnx;

/// <summary>The operators of ML.NET's own transforms.</summary>
internal sealed partial class OnnxInterpreter
{
    private static OnnxTensor ReduceSum(OnnxOperation node, OnnxTensor x)
    {
        if (!node.Integers("axes").SequenceEqual([1]))
        {
            throw new InvalidDataException("Only sums over the second dimension are known here.");
        }

        int[] shape = node.Integer("keepdims", 1) == 1 ? [x.Shape[0], 1, .. x.Shape[2..]] : [x.Shape[0], .. x.Shape[2..]];
        int inner = x.Shape[2..].Aggregate(1, (a, b) => a * b);
        return new OnnxTensor(shape, Singles: [.. Enumerable.Range(0, x.Shape[0] * inner).Select(i => Enumerable.Range(0, x.Shape[1])
            .Sum(j => x.Singles![((((i / inner) * x.Shape[1]) + j) * inner) + (i % inner)]))]);
    }

    /// <summary>The columns of all, whatever their shapes, beside each other.</summary>
    private static OnnxTensor Join(OnnxTensor[] x)
    {
        int rows = x[0].Shape[0];
        float[][][] parts = [.. x.Select(part => part.AsSingles().Chunk(part.Length / rows).ToArray())];
        float[] values = [.. Enumerable.Range(0, rows).SelectMany(i => parts.SelectMany(part => part[i]))];
        return new OnnxTensor([rows, values.Length / rows], Singles: values);
    }

    /// <summary>To numbers of 32 bits (1), texts (8), or whole numbers and truth values.</summary>
    private static OnnxTensor Cast(OnnxOperation node, OnnxTensor x) => node.Integer("to", 0) switch
    {
        1 or 11 => new(x.Shape, Singles: x.Texts is null ? x.AsSingles() : [.. x.Texts.Select(t => float.Parse(t, CultureInfo.InvariantCulture))]),
        8 => new(x.Shape, Texts: x.Texts ?? [.. (x.Integers ?? throw new InvalidDataException("Numbers are no texts here.")).Select(i => i.ToString(CultureInfo.InvariantCulture))]),
        9 => new(x.Shape, Integers: [.. x.Singles?.Select(v => v != 0 ? 1L : 0L) ?? x.Integers!]),
        _ => new(x.Shape, Integers: [.. x.Singles?.Select(v => (long)v) ?? x.Integers ?? x.Texts!.Select(t => long.Parse(t, CultureInfo.InvariantCulture))]),
    };

    private static OnnxTensor Encode(OnnxOperation node, OnnxTensor x)
    {
        IList keys = node.List("keys_strings") ?? node.List("keys_floats") ?? node.List("keys_int64s") ?? throw new InvalidDataException("No keys.");
        int[] found = [.. Enumerable.Range(0, x.Length).Select(i => keys.IndexOf(x.Texts?[i] ?? x.Singles?[i] ?? (object)x.Integers![i]))];
        return node.List("values_int64s") is IList integers ? new(x.Shape, Integers: [.. found.Select(k => k < 0 ? node.Integer("default_int64", -1) : (long)integers[k]!)])
            : node.List("values_floats") is IList singles ? new(x.Shape, Singles: [.. found.Select(k => k < 0 ? node.Single("default_float", 0) : (float)singles[k]!)])
            : new(x.Shape, Texts: [.. found.Select(k => k < 0 ? node.Text("default_string", "_Unused") : (string)node.List("values_strings")![k]!)]);
    }

    // One more dimension, of the categories; zeros where a value is none of them.
    private static OnnxTensor OneHot(OnnxOperation node, OnnxTensor x)
    {
        int[] categories = node.Integers("cats_int64s");
        return new OnnxTensor([.. x.Shape, categories.Length], Singles: [.. x.Integers!.SelectMany(value => categories.Select(c => c == value ? 1f : 0f))]);
    }

    // (x - offset) scale, column by column
    private static OnnxTensor Scale(OnnxOperation node, OnnxTensor x)
    {
        float[] offset = node.Singles("offset"), scale = node.Singles("scale");
        return new OnnxTensor(x.Shape, Singles: [.. x.Singles!.Select((value, i) => (value - offset[i % offset.Length]) * scale[i % scale.Length])]);
    }

    private static OnnxTensor Impute(OnnxOperation node, OnnxTensor x)
    {
        float[] values = node.Singles("imputed_value_floats");
        return new OnnxTensor(x.Shape, Singles: [.. x.Singles!.Select((value, i) => float.IsNaN(value) ? values[i % values.Length] : value)]);
    }
}
