using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.FreshProcess;

internal static class Program
{
    /// <summary>Prints the bits of every score of the first rows.</summary>
    /// <param name="args">The model's file, the data's file and the number of rows.</param>
    public static int Main(string[] args)
    {
        var context = new MLContext();
        ITransformer model = context.Model.Load(args[0], out _);
        TextLoader.Column[] columns = [new("Features", DataKind.Single, 0, 63), new("Digit", DataKind.String, 64)];
        IDataView data = context.Data.LoadFromTextFile(args[1], columns, separatorChar: ',', hasHeader: true);
        IDataView first = context.Data.TakeRows(data, int.Parse(args[2]));
        foreach (float[] scores in model.Transform(first).GetColumn<float[]>("Score"))
        {
            Console.WriteLine(string.Join(' ', scores.Select(BitConverter.SingleToInt32Bits)));
        }

        return 0;
    }
}
