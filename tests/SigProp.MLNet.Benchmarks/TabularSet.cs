using System.Globalization;
using System.Text;
using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.Data;

namespace SigProp.MLNet.Benchmarks;

/// <summary>What a tabular set is about.</summary>
internal enum TabularTask
{
    /// <summary>One of two classes, a truth value.</summary>
    Binary,

    /// <summary>One of several classes, a key.</summary>
    Multiclass,

    /// <summary>A value.</summary>
    Regression,
}

/// <summary>A table to learn from, as a data view of its numbers, its texts and a <c>Label</c>.</summary>
/// <param name="Name">What the set is called.</param>
/// <param name="Task">What is to be predicted.</param>
/// <param name="Files">Its files, one after the other.</param>
/// <param name="Label">The place of the column to predict.</param>
/// <param name="LeftOut">The places of columns that must not be learned from.</param>
/// <param name="Texts">The places of columns of categories; all others hold numbers.</param>
/// <param name="Positive">Of two classes, how the label of the one to be found begins.</param>
/// <param name="HasHeader">Whether each file begins with the columns' names.</param>
internal sealed record TabularSet(
    string Name, TabularTask Task, string[] Files, int Label, int[] LeftOut, int[] Texts, string Positive = "", bool HasHeader = false)
{
    public const string LabelColumn = "Label";

    public static IReadOnlyList<TabularSet> All { get; } =
    [
        new("adult", TabularTask.Binary, ["adult.data.gz", "adult.test.gz"], 14, [], [1, 3, 5, 6, 7, 8, 9, 13], ">50K"),
        new("churn", TabularTask.Binary, ["Telco-Customer-Churn.csv.gz"], 20, [0], [1, 3, 4, .. Enumerable.Range(6, 12)], "Yes", true),
        new("digits", TabularTask.Multiclass, ["optdigits-train.csv.gz", "optdigits-test.csv.gz"], 64, [], []),
        new("wine", TabularTask.Multiclass, ["winequality-white.csv.gz"], 11, [], []),
        new("california", TabularTask.Regression, ["california-housing.csv.gz"], 8, [], [9], HasHeader: true),
        new("bike", TabularTask.Regression, ["bike-hour.csv.gz"], 16, [0, 1, 14, 15], [], HasHeader: true),
    ];

    /// <summary>The columns of numbers, by name.</summary>
    public IReadOnlyList<string> NumberColumns { get; private init; } = [];

    /// <summary>The columns of categories, by name.</summary>
    public IReadOnlyList<string> TextColumns { get; private init; } = [];

    /// <summary>Reads the set into memory.</summary>
    public (TabularSet Set, IDataView Data) Load(MLContext context, string folder)
    {
        string[][] rows = [.. Files.SelectMany(f => Read(Path.Combine(folder, f)))];
        int[] places = [.. Enumerable.Range(0, rows[0].Length).Where(i => i != Label && !LeftOut.Contains(i))];
        int[] numbers = [.. places.Except(Texts)], texts = [.. places.Intersect(Texts)];
        TabularSet named = this with { NumberColumns = [.. numbers.Select(i => $"Number{i}")], TextColumns = [.. texts.Select(i => $"Text{i}")] };
        var loader = context.Data.CreateTextLoader(new TextLoader.Options
        {
            Separators = ['\t'],
            Columns =
            [
                Task == TabularTask.Binary ? new(LabelColumn, DataKind.Boolean, 0)
                    : Task == TabularTask.Multiclass ? new(LabelColumn, DataKind.String, 0) : new(LabelColumn, DataKind.Single, 0),
                .. numbers.Select((_, i) => new TextLoader.Column(named.NumberColumns[i], DataKind.Single, 1 + i)),
                .. texts.Select((_, i) => new TextLoader.Column(named.TextColumns[i], DataKind.String, 1 + numbers.Length + i)),
            ],
        });
        var lines = new StringBuilder();
        foreach (string[] row in rows)
        {
            string label = Task != TabularTask.Binary ? row[Label] : row[Label].StartsWith(Positive, StringComparison.Ordinal) ? "1" : "0";
            lines.AppendJoin('\t', [label, .. numbers.Select(i => Number(row[i])), .. texts.Select(i => row[i])]).Append('\n');
        }

        IDataView data = loader.Load(new Text(Encoding.UTF8.GetBytes(lines.ToString())));
        if (Task == TabularTask.Multiclass)
        {
            // Of all rows: a class that a fold happens to lack is a class all the same.
            data = context.Transforms.Conversion.MapValueToKey(LabelColumn).Fit(data).Transform(data);
        }

        return (named, context.Data.Cache(data));
    }

    private IEnumerable<string[]> Read(string path)
    {
        using var reader = new StreamReader(DataFile.OpenRead(path));
        for (bool isHeader = HasHeader; reader.ReadLine() is string line; isHeader = false)
        {
            // The second file of Adult begins with a line that is no row.
            if (!isHeader && line.Contains(',', StringComparison.Ordinal))
            {
                yield return [.. line.Split(',', StringSplitOptions.TrimEntries)];
            }
        }
    }

    private static string Number(string cell) => float.TryParse(cell, CultureInfo.InvariantCulture, out _) ? cell : "NaN";

    /// <summary>Text in memory, as ML.NET's loaders read files.</summary>
    private sealed class Text(byte[] bytes) : IMultiStreamSource
    {
        public int Count => 1;

        public string GetPathOrNull(int index) => null!;

        public Stream Open(int index) => new MemoryStream(bytes, writable: false);

        public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
    }
}
