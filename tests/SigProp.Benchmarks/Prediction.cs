using System.Diagnostics;
using SigProp.Numerics;

namespace SigProp.Benchmarks;

/// <summary>Prediction: many rows at once beside the rate of matrix products, the latency of a single row, and many callers at once.</summary>
internal static class Prediction
{
    /// <summary>Rows held in memory, well beyond the caches; more are these again.</summary>
    private const int MostRows = 20_000;

    private const int Classes = 10;

    private static readonly int[] s_large = [784, 800, 800, Classes];
    private static readonly int[] s_small = [64, 256, 256, Classes];

    public static object Run(Arguments arguments)
    {
        int rows = arguments.Int("rows", 1_000_000);
        int[] threadCounts = arguments.Int("threads", 0) is int t and > 0 ? [t] : [.. new[] { 1, Environment.ProcessorCount }.Distinct()];
        double seconds = arguments.Number("seconds", 1);
        Network large = Create(s_large), small = Create(s_small);
        Console.WriteLine($"kernel {GemmKernels.Select().Name}; {Name(s_large)}, {rows:N0} rows in calls of {Math.Min(rows, MostRows):N0}");
        var batches = new List<object>();
        float[] features = Features(s_large[0], Math.Min(rows, MostRows));
        foreach (int threads in threadCounts)
        {
            batches.Add(Batched(large, features, rows, threads));
        }

        List<object> images = Images(threadCounts[^1], seconds);
        Console.WriteLine("one row at a time, microseconds");
        var latencies = new List<object>();
        foreach ((Network network, int[] widths) in new[] { (small, s_small), (large, s_large) })
        {
            latencies.Add(Latency(network, Name(widths), seconds));
        }

        Console.WriteLine($"callers at once, each on its own thread alone, {Environment.ProcessorCount} processors, rows/s");
        var callers = new List<object>();
        foreach ((Network network, int[] widths) in new[] { (small, s_small), (large, s_large) })
        {
            foreach (int batch in new[] { 1, 64 })
            {
                callers.Add(Callers(network, Name(widths), batch, seconds));
            }
        }

        return new { kernel = GemmKernels.Select().Name, processors = Environment.ProcessorCount, batches, images, latencies, callers };
    }

    private static object Batched(Network network, float[] features, int rows, int threads)
    {
        network.PredictionThreads = threads;
        int inBuffer = features.Length / network.InputWidth;
        float[] probabilities = new float[inBuffer * Classes];
        network.Predict(features.AsSpan(0, Math.Min(inBuffer, 2_000) * network.InputWidth), probabilities.AsSpan(0, Math.Min(inBuffer, 2_000) * Classes));

        // The product before and after: what else the machine does comes and goes.
        double product = GemmRates.Measure(threads, 1024, 1024, 1024, false, false);
        double bestCall = 0;
        var clock = Stopwatch.StartNew();
        for (int done = 0; done < rows; done += inBuffer)
        {
            int count = Math.Min(inBuffer, rows - done);
            long start = Stopwatch.GetTimestamp();
            network.Predict(features.AsSpan(0, count * network.InputWidth), probabilities.AsSpan(0, count * Classes));
            bestCall = Math.Max(bestCall, count / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        double seconds = clock.Elapsed.TotalSeconds, best = 2e-9 * network.MultiplicationsOfRow * bestCall;
        product = Math.Max(product, GemmRates.Measure(threads, 1024, 1024, 1024, false, false));
        double rate = 2e-9 * network.MultiplicationsOfRow * rows / seconds;
        Console.WriteLine($"  {threads} threads{rows / seconds,10:N0} rows/s{rate,8:N1} GFLOP/s, {rate / product:P0} of the product's {product:N1}; "
            + $"best call{bestCall,10:N0}{best,8:N1}, {best / product:P0}");
        return new
        {
            threads,
            rows,
            rows_per_s = Math.Round(rows / seconds),
            gflops = Math.Round(rate, 1),
            gemm_gflops_1024 = Math.Round(product, 1),
            percent = Math.Round(100 * rate / product, 1),
            best_call_rows_per_s = Math.Round(bestCall),
            best_call_gflops = Math.Round(best, 1),
            best_call_percent = Math.Round(100 * best / product, 1),
        };
    }

    private static List<object> Images(int threads, double seconds)
    {
        const int Count = 256;
        Network network = Network.Create(NetworkSpec.Create(new ImageShape(3, 32, 32), Classes).Preset(NetworkPreset.Vgg8b, 0.25).Build());
        network.PredictionThreads = threads;
        float[] features = Features(network.InputWidth, Count), probabilities = new float[Count * Classes];
        var rates = new List<object>();
        foreach (int images in new[] { 1, Count })
        {
            var clock = Stopwatch.StartNew();
            int done = -images;
            for (; done < 0 || clock.Elapsed.TotalSeconds < seconds; done += images)
            {
                network.Predict(features.AsSpan(0, images * network.InputWidth), probabilities.AsSpan(0, images * Classes));
                if (done < 0)
                {
                    clock.Restart();
                }
            }

            double rate = done / clock.Elapsed.TotalSeconds;
            Console.WriteLine($"  VGG8b x 0.25, {images,3} images a call, {threads} threads{rate,10:N0} images/s");
            rates.Add(new { images, threads, images_per_s = Math.Round(rate) });
        }

        return rates;
    }

    private static object Latency(Network network, string name, double seconds)
    {
        const int Rows = 1_000;
        float[] features = Features(network.InputWidth, Rows), probabilities = new float[Classes];
        var times = new List<double>();
        var total = Stopwatch.StartNew();
        for (int i = 0; total.Elapsed.TotalSeconds < 2 * seconds; i++)
        {
            ReadOnlySpan<float> row = features.AsSpan(i % Rows * network.InputWidth, network.InputWidth);
            long start = Stopwatch.GetTimestamp();
            network.Predict(row, probabilities);
            double time = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            if (total.Elapsed.TotalSeconds > seconds)
            {
                times.Add(time);
            }
        }

        times.Sort();
        double median = times[times.Count / 2], p99 = times[times.Count * 99 / 100], mean = times.Average();
        Console.WriteLine($"  {name,-18} median{median,8:N1}   p99{p99,8:N1}   mean{mean,8:N1}");
        return new { network = name, calls = times.Count, median_us = Math.Round(median, 2), p99_us = Math.Round(p99, 2), mean_us = Math.Round(mean, 2) };
    }

    private static object Callers(Network network, string name, int batch, double seconds)
    {
        // Callers are to be compared, not what one of them may borrow.
        network.PredictionThreads = 1;
        var rates = new Dictionary<int, double>();
        foreach (int callers in new[] { 1, 2, 4 })
        {
            long rows = 0;
            var clock = Stopwatch.StartNew();
            Thread[] threads = [.. Enumerable.Range(0, callers).Select(_ => new Thread(() =>
            {
                float[] features = Features(network.InputWidth, batch), probabilities = new float[batch * Classes];
                long own = 0;
                for (; clock.Elapsed.TotalSeconds < seconds; own += batch)
                {
                    network.Predict(features, probabilities);
                }

                Interlocked.Add(ref rows, own);
            }))];
            Array.ForEach(threads, t => t.Start());
            Array.ForEach(threads, t => t.Join());
            rates[callers] = Math.Round(rows / clock.Elapsed.TotalSeconds);
        }

        Console.WriteLine($"  {name,-18} batch{batch,4}   {string.Join("   ", rates.Select(r => $"{r.Key} callers{r.Value,11:N0}"))}");
        return new { network = name, batch, rows_per_s_by_callers = rates };
    }

    private static Network Create(int[] widths)
    {
        NetworkSpecBuilder builder = NetworkSpec.Create(widths[0], widths[^1]);
        foreach (int units in widths[1..^1])
        {
            builder.Dense(units);
        }

        return Network.Create(builder.Build());
    }

    private static string Name(int[] widths) => string.Join('-', widths);

    private static float[] Features(int width, int rows)
    {
        float[] features = new float[width * rows];
        RandomStream random = RandomKey.FromSeed(1).Stream();
        random.FillUniform(features, 0f, 1f);
        return features;
    }
}
