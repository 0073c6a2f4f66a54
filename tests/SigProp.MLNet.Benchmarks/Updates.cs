using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.Benchmarks;

namespace SigProp.MLNet.Benchmarks;

/// <summary>Small updates: a model of half of the optical digits' rows learns all of them, 50 at a time, each by Fit with the model before; beside one full fit
/// of all of them.</summary>
internal static class Updates
{
    private const int Width = 64;

    private sealed class Row
    {
        [VectorType(Width)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }

    public static object Run(Arguments arguments)
    {
        var context = new MLContext(seed: arguments.Int("seed", 1));
        Row[] all = Read(arguments.Text("data", Path.Combine("..", "shared", "data", "tabular")));
        new Random(arguments.Int("seed", 1)).Shuffle(all);
        int rows = arguments.Int("rows", 5000), size = arguments.Int("size", 50), passes = arguments.Int("passes", 3);
        IDataView test = Load(all[rows..]);
        Row[][] updates = [.. all[..rows].Chunk(size)];

        IDataView whole = Load(all[..rows]), half = Load(all[..(rows / 2)]);
        var full = context.MulticlassClassification.Trainers.SignalPropagation(new SignalPropagationTrainer.Options { Threads = arguments.Int("threads", 0) });
        var update = context.MulticlassClassification.Trainers.SignalPropagation(new SignalPropagationTrainer.Options
        {
            Epochs = arguments.Int("epochs", 1),
            ValidationFraction = 0,
            LearningRate = (float)arguments.Number("lr", 1e-4),
            Threads = arguments.Int("threads", 0),
            KeepTrainingState = arguments.Flag("state"),
        });

        var table = new ResultTable(
            $"{updates.Length} updates of {size} rows of optical digits, 64-256-256-10, beside one full fit of the {rows}; accuracy on {all.Length - rows} rows held out",
            new Column("pass", "pass"), new Column("full fit s", "full_s", 3), new Column("updates s", "updates_s", 3),
            new Column("full fit CPU s", "full_cpu_s", 3), new Column("updates CPU s", "updates_cpu_s", 3), new Column("CPU ms an update", "update_cpu_ms", 2),
            new Column("full fit", "full_accuracy", 4), new Column("before", "before_accuracy", 4), new Column("after", "after_accuracy", 4));
        var first = full.Fit(half);
        for (int pass = 0; pass < passes; pass++)
        {
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            var fitted = full.Fit(whole);
            double fullSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds, fullCpu = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
            IDataView[] views = [.. updates.Select(Load)];
            var model = first;
            cpu = Environment.CpuUsage.TotalTime;
            start = Stopwatch.GetTimestamp();
            foreach (IDataView view in views)
            {
                model = update.Fit(view, model.Model);
            }

            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            double updatesCpu = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
            table.Add(pass + 1, fullSeconds, seconds, fullCpu, updatesCpu, 1000 * updatesCpu / updates.Length, Accuracy(fitted), Accuracy(first), Accuracy(model));
        }

        return table;

        IDataView Load(IEnumerable<Row> some) => context.Data.LoadFromEnumerable(some);
        double Accuracy(ITransformer of) => context.MulticlassClassification.Evaluate(of.Transform(test)).MicroAccuracy;
    }

    private static Row[] Read(string folder)
        => [.. new[] { "optdigits-train.csv.gz", "optdigits-test.csv.gz" }.SelectMany(name => Lines(Path.Combine(folder, name)))];

    private static IEnumerable<Row> Lines(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (reader.ReadLine() is string line)
        {
            if (char.IsAsciiDigit(line[0]))
            {
                float[] values = [.. line.Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture))];
                yield return new Row { Features = values[..Width], Label = values[Width] };
            }
        }
    }
}
