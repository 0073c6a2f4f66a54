using System.Diagnostics;
using SigProp.Data;
using SigProp.Numerics;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>What checkpoints cost beside the epochs between them: 784-800-800-10, Adam, batch 128, rows at random.</summary>
internal static class Checkpoints
{
    private const int Width = 784;
    private const int Classes = 10;

    public static object Run(Arguments arguments)
    {
        int rows = arguments.Int("rows", 60_000), hidden = arguments.Int("hidden", 800), epochs = arguments.Int("epochs", 6);
        Dataset data = RandomRows(rows);
        NetworkSpec spec = NetworkSpec.Create(Width, Classes).Dense(hidden).Dense(hidden).Build();
        string folder = Directory.CreateTempSubdirectory("sigprop-checkpoints-").FullName;
        try
        {
            var clock = Stopwatch.StartNew();
            using (var checksum = new StateChecksum())
            {
                checksum.Visit(data);
            }

            double sum = clock.Elapsed.TotalSeconds;
            var ends = new EpochEnds(folder, clock);
            new Trainer(new TrainingOptions
            {
                Epochs = epochs + 2,
                BatchSize = 128,
                ValidationFraction = 0,
                Threads = arguments.Int("threads", 0),
                Checkpoint = new CheckpointOptions(folder),
            }).Train(spec, data, null, ends);
            double epoch = Median(ends.Learning), checkpoint = Median(ends.Rest);
            var table = new ResultTable(
                $"Checkpoints: {Width}-{hidden}-{hidden}-{Classes}, Adam, {rows:N0} rows, medians of {epochs} epochs", new("epoch s", "epoch_s", 2),
                new("checkpoint s", "checkpoint_s", 3), new("of the epoch %", "percent", 2), new("file MB", "file_mb", 1), new("rows summed up s", "checksum_s", 2));
            table.Add(epoch, checkpoint, 100 * checkpoint / epoch, ends.Bytes / 1e6, sum);
            return table;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dataset RandomRows(int rows)
    {
        RandomStream random = RandomKey.FromSeed(0).Stream();
        float[] features = new float[rows * Width];
        random.FillUniform(features, -1f, 1f);
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            labels[i] = random.Next(Classes);
        }

        return new Dataset(features, Width, labels, Classes);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>Parts the time from one epoch's end to the next in learning and the rest, which without validation is the checkpoint.</summary>
    private sealed class EpochEnds(string folder, Stopwatch clock) : IProgress<TrainingProgress>
    {
        private double _last = double.NaN;

        public List<double> Learning { get; } = [];

        public List<double> Rest { get; } = [];

        public long Bytes { get; private set; }

        public void Report(TrainingProgress value)
        {
            if (value.Completed is not EpochReport epoch)
            {
                return;
            }

            // The last epoch writes none, and of the first the beginning is not known.
            double now = clock.Elapsed.TotalSeconds;
            if (!double.IsNaN(_last) && value.Epoch < value.Epochs)
            {
                Learning.Add(epoch.Seconds);
                Rest.Add(now - _last - epoch.Seconds);
                Bytes = Directory.EnumerateFiles(folder, "*.checkpoint").Max(f => new FileInfo(f).Length);
            }

            _last = clock.Elapsed.TotalSeconds;
        }
    }
}
