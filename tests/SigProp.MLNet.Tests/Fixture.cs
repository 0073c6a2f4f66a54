using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.Tests;

/// <summary>A model in a zip, and beside it rows with all that the commit which wrote it answered to them: <c>KIND.zip</c> and <c>KIND.csv</c>.</summary>
internal static class Fixture
{
    private const int KeptRows = 8;

    private static readonly string[] s_answers = ["Score", "Probability", "Depth", "Quantiles", "PredictedLabel"];

    /// <summary>Trains a model of a kind and writes both files.</summary>
    public static void Write(string folder, string kind)
    {
        var context = new MLContext(seed: 1);
        List<FixtureModels.Row> rows = FixtureModels.Rows(kind)[..KeptRows];
        IDataView data = FixtureModels.Load(context, rows);
        ITransformer model = FixtureModels.Train(context, kind);
        context.Model.Save(model, data.Schema, Path.Combine(folder, $"{kind}.zip"));
        List<string>[] answers = Answers(model, data, out List<string> names);
        IEnumerable<string> header = [.. Enumerable.Range(0, rows[0].Features.Length).Select(j => $"Features{j}"), .. names];
        IEnumerable<IEnumerable<string>> lines = [header, .. rows.Select((row, i) => row.Features.Select(Text).Concat(answers[i]))];
        File.WriteAllText(Path.Combine(folder, $"{kind}.csv"), string.Concat(lines.Select(cells => string.Join(',', cells) + "\n")));
    }

    /// <summary>What the loaded model answers today, and what is kept; a cell each.</summary>
    public static (IReadOnlyList<List<string>> Actual, IReadOnlyList<List<string>> Kept) Read(string folder, string kind)
    {
        string[][] lines = [.. File.ReadAllLines(Path.Combine(folder, $"{kind}.csv")).Select(line => line.Split(','))];
        int features = lines[0].Count(name => name.StartsWith("Features", StringComparison.Ordinal));
        var context = new MLContext();
        ITransformer model = context.Model.Load(Path.Combine(folder, $"{kind}.zip"), out _);
        IDataView data = FixtureModels.Load(context, [.. lines[1..].Select(cells => new FixtureModels.Row
        {
            Features = [.. cells[..features].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))],
        })]);
        List<string>[] actual = Answers(model, data, out List<string> names);
        return ([names, .. actual], [.. lines.Select(cells => cells[features..].ToList())]);
    }

    private static List<string>[] Answers(ITransformer model, IDataView data, out List<string> names)
    {
        IDataView scored = model.Transform(data);
        string[][][] columns = [.. s_answers.Where(name => scored.Schema.GetColumnOrNull(name) is not null).Select(name => Cells(scored, name))];
        names = [.. s_answers.Where(name => scored.Schema.GetColumnOrNull(name) is not null)
            .SelectMany((name, c) => columns[c][0].Select((_, j) => columns[c][0].Length == 1 ? name : $"{name}{j}"))];
        return [.. columns[0].Select((_, i) => columns.SelectMany(column => column[i]).ToList())];
    }

    private static string[][] Cells(IDataView scored, string name) => scored.Schema[name].Type switch
    {
        VectorDataViewType => [.. scored.GetColumn<float[]>(name).Select(values => Array.ConvertAll(values, Text))],
        TextDataViewType => [.. scored.GetColumn<string>(name).Select(text => new[] { text })],
        BooleanDataViewType => [.. scored.GetColumn<bool>(name).Select(value => new[] { value ? "True" : "False" })],
        NumberDataViewType type when type == NumberDataViewType.Int32
            => [.. scored.GetColumn<int>(name).Select(value => new[] { value.ToString(CultureInfo.InvariantCulture) })],
        _ => [.. scored.GetColumn<float>(name).Select(value => new[] { Text(value) })],
    };

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
