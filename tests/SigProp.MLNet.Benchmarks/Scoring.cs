using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.Benchmarks;

namespace SigProp.MLNet.Benchmarks;

/// <summary>Scoring with a trained model: <c>Transform</c>, which scores in batches, beside row by row, as ML.NET's own scorer and a prediction
/// engine score.</summary>
internal static class Scoring
{
    private const int Inputs = 784;
    private const int Classes = 10;

    private sealed class Row
    {
        [VectorType(Inputs)]
        public float[] Features { get; set; } = [];

        [KeyType(Classes)]
        public uint Label { get; set; }
    }

    private sealed class Answer
    {
        [VectorType(Classes)]
        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }

    public static object Run(Arguments arguments)
    {
        int count = arguments.Int("rows", 100_000), single = Math.Min(count, arguments.Int("single", 20_000));
        int repeats = arguments.Int("repeats", 3);
        var context = new MLContext(seed: 1);
        Row[] rows = Rows(count);
        IDataView data = context.Data.LoadFromEnumerable(rows);
        SignalPropagationPredictionTransformer model = context.MulticlassClassification.Trainers.SignalPropagation(new SignalPropagationTrainer.Options
        {
            HiddenLayers = [800, 800],
            Epochs = 1,
            ValidationFraction = 0,
        }).Fit(context.Data.LoadFromEnumerable(rows.Take(200)));
        string network = $"{Inputs}-800-800-{Classes}";

        // Row by row is the same rate for any number of rows, and slow.
        float[] expected = new float[(long)count * Classes], scores = new float[(long)count * Classes];
        ReadAll(RowByRow(model, context.Data.LoadFromEnumerable(rows.Take(500))), expected);
        ReadAll(model.Transform(context.Data.LoadFromEnumerable(rows.Take(2000))), scores);
        var batched = new List<double>();
        var mapped = new List<double>();
        var engine = new List<double>();
        for (int i = 0; i < repeats; i++)
        {
            batched.Add(count / Seconds(() => ReadAll(model.Transform(data), scores)));
            int some = i == 0 ? count : single;
            IDataView part = some == count ? data : context.Data.LoadFromEnumerable(rows.Take(some));
            mapped.Add(some / Seconds(() => ReadAll(RowByRow(model, part), expected)));
            engine.Add(single / Seconds(() => AskEngine(context, model, rows.AsSpan(0, single), expected)));
            if (!scores.AsSpan().SequenceEqual(expected))
            {
                throw new InvalidOperationException("Batches do not have the bits of single rows.");
            }
        }

        double read = count / Seconds(() => ReadFeatures(data));
        double fast = Median(batched), alone = count / Seconds(() => NetworkAlone(model.Model.Network, count));
        var table = new ResultTable(
            $"Scoring {count:N0} rows through {network}, rows/s, median of {repeats}; all scores equal bit for bit",
            new("way", "way"), new("rows/s", "rows_per_s"), new("us a row", "us_per_row", 1), new("Transform is faster", "speedup", 2, " x"));
        foreach ((string way, List<double> rates) in new[]
            { ("reading the features, nothing else", [read]), ("the network alone, 1,024 rows at a time", [alone]), ("Transform, in batches", batched), ("row by row, ML.NET's row mapper", mapped), ("row by row, PredictionEngine", engine) })
        {
            double rate = Median(rates);
            table.Add(way, rate, 1e6 / rate, fast / rate);
        }

        return table;
    }

    private static Row[] Rows(int count)
    {
        // The features repeat, so that they do not fill the memory; the scorer does not know.
        var random = new Random(1);
        float[][] features = [.. Enumerable.Range(0, Math.Min(count, 4096)).Select(_ => Enumerable.Range(0, Inputs).Select(_ => random.NextSingle()).ToArray())];
        return [.. Enumerable.Range(0, count).Select(i => new Row { Features = features[i % features.Length], Label = (uint)(i % Classes) })];
    }

    /// <summary>Reads Score of all rows.</summary>
    private static void ReadAll(IDataView scored, float[] scores)
    {
        DataViewSchema.Column column = scored.Schema["Score"];
        using DataViewRowCursor cursor = scored.GetRowCursor([column]);
        Copy(cursor, cursor, column, scores);
    }

    private static void ReadFeatures(IDataView data)
    {
        DataViewSchema.Column column = data.Schema["Features"];
        using DataViewRowCursor cursor = data.GetRowCursor([column]);
        ValueGetter<VBuffer<float>> get = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> features = default;
        while (cursor.MoveNext())
        {
            get(ref features);
        }
    }

    private static void ReadAll((DataViewRowCursor Cursor, DataViewRow Row) single, float[] scores)
    {
        using DataViewRow row = single.Row;
        Copy(single.Cursor, row, row.Schema["Score"], scores);
    }

    private static void Copy(DataViewRowCursor cursor, DataViewRow row, DataViewSchema.Column column, float[] scores)
    {
        ValueGetter<VBuffer<float>> get = row.GetGetter<VBuffer<float>>(column);
        VBuffer<float> score = default;
        for (int i = 0; cursor.MoveNext(); i++)
        {
            get(ref score);
            score.CopyTo(scores.AsSpan(i * Classes, Classes));
        }
    }

    private static (DataViewRowCursor Cursor, DataViewRow Row) RowByRow(ITransformer model, IDataView data)
    {
        IRowToRowMapper mapper = model.GetRowToRowMapper(data.Schema);
        DataViewSchema.Column[] columns = [mapper.OutputSchema["Score"]];
        DataViewRowCursor cursor = data.GetRowCursor(mapper.GetDependencies(columns));
        return (cursor, mapper.GetRow(cursor, columns));
    }

    private static void AskEngine(MLContext context, ITransformer model, ReadOnlySpan<Row> rows, float[] scores)
    {
        using PredictionEngine<Row, Answer> engine = context.Model.CreatePredictionEngine<Row, Answer>(model);
        var answer = new Answer { Score = new float[Classes] };
        for (int i = 0; i < rows.Length; i++)
        {
            engine.Predict(rows[i], ref answer);
            answer.Score.CopyTo(scores.AsSpan(i * Classes, Classes));
        }
    }

    /// <summary>What the network takes of it: rows that lie in memory and are encoded.</summary>
    private static void NetworkAlone(Network network, int count)
    {
        const int Batch = 1024;
        var random = new Random(1);
        float[] features = [.. Enumerable.Range(0, Batch * Inputs).Select(_ => random.NextSingle())], scores = new float[Batch * Classes];
        for (int done = 0; done < count; done += Batch)
        {
            int some = Math.Min(Batch, count - done);
            network.Predict(features.AsSpan(0, some * Inputs), scores.AsSpan(0, some * Classes));
        }
    }

    private static double Seconds(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
