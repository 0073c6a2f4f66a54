using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>Scores the digits with a saved model in a process of its own, whose code never names SigProp.MLNet.</summary>
internal static class FreshProcess
{
    private const int Rows = 50;

    /// <summary>Saves the model and checks that it scores there as it does here.</summary>
    public static async Task AssertScoresAlike(MLContext context, ITransformer model, IDataView data)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.zip");
        try
        {
            context.Model.Save(model, data.Schema, path);
            IDataView scored = model.Transform(context.Data.TakeRows(data, Rows));
            int[][] expected = Bits(scored, "Score");
            foreach (string name in (string[])["Probability", "Quantiles", "Depth", "Embedding"])
            {
                expected = scored.Schema.GetColumnOrNull(name) is null
                    ? expected
                    : [.. expected.Zip(Bits(scored, name), (row, more) => (int[])[.. row, .. more])];
            }

            string output = await Run(path);
            Assert.Equal(
                expected.Select(row => string.Join(' ', row)), output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static int[][] Bits(IDataView scored, string name) => scored.Schema[name].Type switch
    {
        VectorDataViewType => [.. scored.GetColumn<float[]>(name).Select(values => Array.ConvertAll(values, BitConverter.SingleToInt32Bits))],
        NumberDataViewType type when type == NumberDataViewType.Int32 => [.. scored.GetColumn<int>(name).Select(value => new[] { value })],
        _ => [.. scored.GetColumn<float>(name).Select(value => new[] { BitConverter.SingleToInt32Bits(value) })],
    };

    private static async Task<string> Run(string model)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is string host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "SigProp.MLNet.FreshProcess.dll"), model, Digits.Path, $"{Rows}" },
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return output;
    }
}
