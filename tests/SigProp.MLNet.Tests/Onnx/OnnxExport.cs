using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests.Onnx;

/// <summary>Exports a model, runs the file on rows, and compares.</summary>
internal static class OnnxExport
{
    public static OnnxFile File(MLContext context, ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        context.Model.ConvertToOnnx(model, data, stream);
        return OnnxFile.Read(stream.ToArray());
    }

    /// <summary>The outputs of the exported model for the rows, by the names of columns.</summary>
    public static Dictionary<string, OnnxTensor> Run(MLContext context, ITransformer model, IDataView data)
    {
        OnnxFile file = File(context, model, data);
        Dictionary<string, OnnxTensor> outputs = OnnxInterpreter.Run(file, file.Inputs.ToDictionary(name => name, name => Column(data, name)));
        return outputs.Where(output => output.Key.EndsWith(".output", StringComparison.Ordinal))
            .ToDictionary(output => output.Key[..^".output".Length], output => output.Value);
    }

    /// <summary>Asserts that each column of the exported model is ML.NET's: numbers to a hundred-thousandth, all else exactly.</summary>
    /// <returns>The outputs of the exported model.</returns>
    public static Dictionary<string, OnnxTensor> AssertSame(MLContext context, ITransformer model, IDataView data, params string[] columns)
    {
        Dictionary<string, OnnxTensor> found = Run(context, model, data);
        IDataView scored = model.Transform(data);
        foreach (string column in columns)
        {
            OnnxTensor expected = Column(scored, column);
            Assert.Equal(expected.Shape, found[column].Shape);
            Assert.Equal(expected.Integers, found[column].Integers);
            Assert.Equal(expected.Texts, found[column].Texts);

            // Probabilities are compared from a tenth on relatively; log-odds, the difference of two logarithms, and values from 1 on.
            double least = column == "Score" && expected.Shape is [_, 1] ? 1 : 0.1;
            for (int i = 0; i < (expected.Singles?.Length ?? 0); i++)
            {
                float right = expected.Singles![i], exported = found[column].Singles![i];
                Assert.True(
                    Math.Abs(exported - right) <= 1e-5 * Math.Max(Math.Abs(right), least), $"{column}, value {i}: {exported} in ONNX, {right} in ML.NET.");
            }
        }

        return found;
    }

    /// <summary>A column as ML.NET declares it in ONNX: [rows, values of a row].</summary>
    private static OnnxTensor Column(IDataView data, string name)
    {
        DataViewType type = data.Schema[name].Type;
        return type switch
        {
            TextDataViewType => Of(data.GetColumn<string>(name), texts => new([texts.Length, 1], Texts: texts)),
            BooleanDataViewType => Of(data.GetColumn<bool>(name).Select(v => v ? 1L : 0), values => new([values.Length, 1], Integers: values)),
            KeyDataViewType => Of(data.GetColumn<uint>(name).Select(v => (long)v), values => new([values.Length, 1], Integers: values)),
            VectorDataViewType { ItemType: KeyDataViewType } => throw new NotSupportedException($"'{name}' is a vector of keys."),
            VectorDataViewType vector => Of(data.GetColumn<float[]>(name).SelectMany(v => v), values => new(
                [values.Length / vector.Size, .. vector.Dimensions], Singles: values)),
            _ when type == NumberDataViewType.Int32 => Of(
                data.GetColumn<int>(name).Select(v => (long)v), values => new([values.Length, 1], Integers: values)),
            _ when type == NumberDataViewType.Double => Of(
                data.GetColumn<double>(name).Select(v => (float)v), values => new([values.Length, 1], Singles: values)),
            _ => Of(data.GetColumn<float>(name), values => new([values.Length, 1], Singles: values)),
        };
    }

    private static OnnxTensor Of<T>(IEnumerable<T> values, Func<T[], OnnxTensor> make) => make([.. values]);
}
