using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.FreshProcess;

internal static class Program
{
    private static readonly string[] s_outputs = ["Score", "Probability", "Quantiles", "Depth", "Embedding"];

    /// <summary>Prints the bits of every output for the first rows, a line a row.</summary>
    /// <param name="args">The model's file, the data's file and the number of rows.</param>
    public static int Main(string[] args)
    {
        var context = new MLContext();
        ITransformer model = context.Model.Load(args[0], out _);
        TextLoader.Column[] columns = [new("Features", DataKind.Single, 0, 63), new("Digit", DataKind.String, 64)];
        IDataView data = context.Data.LoadFromTextFile(args[1], columns, separatorChar: ',', hasHeader: true);
        IDataView scored = model.Transform(context.Data.TakeRows(data, int.Parse(args[2])));
        int[][][] outputs = [.. s_outputs.Where(name => scored.Schema.GetColumnOrNull(name) is not null).Select(name => Bits(scored, name))];
        for (int row = 0; row < outputs[0].Length; row++)
        {
            Console.WriteLine(string.Join(' ', outputs.SelectMany(output => output[row])));
        }

        return 0;
    }

    private static int[][] Bits(IDataView scored, string name)
    {
        DataViewType type = scored.Schema[name].Type;
        if (type is VectorDataViewType)
        {
            return [.. scored.GetColumn<float[]>(name).Select(values => Array.ConvertAll(values, BitConverter.SingleToInt32Bits))];
        }

        return type == NumberDataViewType.Int32
            ? [.. scored.GetColumn<int>(name).Select(value => new[] { value })]
            : [.. scored.GetColumn<float>(name).Select(value => new[] { BitConverter.SingleToInt32Bits(value) })];
    }
}
