using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SigProp.Data;
using SigProp.Numerics;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>Training by streaming: the same network on files of 1 and of 10 million rows, each by a process of its own whose managed memory is limited
/// to less than either file's size.</summary>
internal static class Streaming
{
    private const int Width = 20;
    private const int Classes = 3;
    private const int TestRows = 20_000;
    private const string LimitVariable = "DOTNET_GCHeapHardLimit";

    public static object Run(Arguments arguments)
    {
        if (arguments.Text("child", "") is { Length: > 0 } folder)
        {
            return Train(folder, arguments.Int("threads", 0));
        }

        int limit = arguments.Int("limit", 100);
        int[] sizes = arguments.Ints("rows", 1_000_000, 10_000_000);
        Console.WriteLine($"{Width} features, {Classes} classes, {Width}-64-64-{Classes}, one epoch, shuffle buffer {new TrainingOptions().EffectiveShuffleBuffer:N0} rows; managed memory limited to {limit} MB");
        Console.WriteLine($"  {"rows",12}{"file MB",10}{"peak MB",10}{"allocated MB",14}{"fit rows/s",13}{"epoch rows/s",14}{"whole s",10}{"accuracy",10}");
        return new { limit_mb = limit, runs = sizes.Select(rows => Measure(rows, limit, arguments.Int("threads", 0))).ToArray() };
    }

    private static JsonElement Measure(int rows, int limit, int threads)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("sigprop-streaming-");
        Process? child = null;
        void Remove()
        {
            if (child is { HasExited: false })
            {
                child.Kill();
                child.WaitForExit();
            }

            if (Directory.Exists(folder.FullName))
            {
                folder.Delete(recursive: true);
            }
        }

        // Ctrl-C ends the process without the finally.
        ConsoleCancelEventHandler cancel = (_, _) => Remove();
        EventHandler exit = (_, _) => Remove();
        Console.CancelKeyPress += cancel;
        AppDomain.CurrentDomain.ProcessExit += exit;
        try
        {
            Write(Path.Combine(folder.FullName, "train.csv"), rows, seed: 1);
            Write(Path.Combine(folder.FullName, "test.csv"), TestRows, seed: 2);
            child = Start(folder.FullName, limit, threads);
            string output = child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            if (child.ExitCode != 0)
            {
                throw new IOException($"The process that trains ended with {child.ExitCode}: {output}");
            }

            JsonElement result = JsonDocument.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..]).RootElement;
            double Of(string name) => result.GetProperty(name).GetDouble();
            Console.WriteLine(
                $"  {rows,12:N0}{Of("file_mb"),10:N0}{Of("peak_resident_mb"),10:N0}{Of("allocated_mb"),14:N0}{Of("fit_rows_per_s"),13:N0}"
                + $"{Of("epoch_rows_per_s"),14:N0}{Of("seconds"),10:N1}{Of("accuracy"),10:P2}");
            return result;
        }
        finally
        {
            Console.CancelKeyPress -= cancel;
            AppDomain.CurrentDomain.ProcessExit -= exit;
            Remove();
            child?.Dispose();
        }
    }

    private static Process Start(string folder, int limit, int threads)
    {
        string self = Environment.ProcessPath!;
        var start = new ProcessStartInfo(self) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(self) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Streaming).Assembly.Location);
        }

        foreach (string argument in new[] { "streaming", "--child", folder, "--threads", threads.ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[LimitVariable] = $"0x{(long)limit << 20:X}";
        return Process.Start(start)!;
    }

    // What the child does: learns the encoding, trains, and measures itself.
    private static object Train(string folder, int threads)
    {
        string path = Path.Combine(folder, "train.csv");
        var roles = new TableRoles("class");
        var clock = Stopwatch.StartNew();
        TableSource source = TableSource.Fit(path, roles);
        double fit = clock.Elapsed.TotalSeconds;
        NetworkSpec spec = NetworkSpec.Create(source.Width, source.ClassCount).Dense(64).Dense(64).Build();
        TrainingResult result = new Trainer(new TrainingOptions { Epochs = 1, Threads = threads }).Train(spec, source);
        double seconds = clock.Elapsed.TotalSeconds;
        object measured = new
        {
            rows = source.Rows,
            file_mb = new FileInfo(path).Length / 1048576.0,
            peak_resident_mb = PeakResident() / 1048576.0,
            allocated_mb = GC.GetTotalAllocatedBytes() / 1048576.0,
            fit_rows_per_s = Math.Round(source.Rows!.Value / fit),
            epoch_rows_per_s = Math.Round(result.Report.SamplesPerSecond),
            seconds = Math.Round(seconds, 1),
            accuracy = Accuracy(result.Network, new TableSource(Path.Combine(folder, "test.csv"), roles, source.Encoding, source.ClassNames)),
        };
        Console.WriteLine(JsonSerializer.Serialize(measured));
        return measured;
    }

    private static double Accuracy(Network network, TableSource source)
    {
        float[] features = new float[TestRows * source.Width], probabilities = new float[TestRows * source.ClassCount], none = new float[1];
        int[] labels = new int[TestRows];
        using RowCursor cursor = source.Open();
        int rows = 0;
        while (rows < TestRows && cursor.Read(new RowSlot(features.AsSpan(rows * source.Width, source.Width), ref labels[rows], [], ref none[0])))
        {
            rows++;
        }

        network.Predict(features, probabilities);
        return Evaluation.Of(probabilities, labels, source.ClassCount).Accuracy;
    }

    // The most memory the process ever held; Process.PeakWorkingSet64 is 0 on some systems.
    private static long PeakResident()
    {
        const string Status = "/proc/self/status";
        string? line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null
            ? Process.GetCurrentProcess().PeakWorkingSet64
            : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    // Numbers of three digits after the point, and the class for which a random linear score, and a product of two features, is the largest.
    private static void Write(string path, int rows, int seed)
    {
        RandomStream weights = RandomKey.FromSeed(0).Stream(), random = RandomKey.FromSeed(seed).Split("rows").Stream();
        float[] w = new float[Classes * Width];
        weights.FillUniform(w, -1f, 1f);
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
        using var writer = new StreamWriter(stream, bufferSize: 1 << 16);
        writer.WriteLine(string.Join(',', Enumerable.Range(0, Width).Select(i => $"x{i}").Append("class")));
        float[] x = new float[Width];
        char[] line = new char[16 * (Width + 1)];
        for (int row = 0; row < rows; row++)
        {
            random.FillUniform(x, -10f, 10f);
            int length = 0;
            for (int j = 0; j < Width; j++)
            {
                Math.Round(x[j], 3).TryFormat(line.AsSpan(length), out int written, "F3", CultureInfo.InvariantCulture);
                length += written;
                line[length++] = ',';
            }

            line[length++] = (char)('a' + ClassOf(x, w));
            line[length++] = '\n';
            writer.Write(line, 0, length);
        }
    }

    private static int ClassOf(float[] x, float[] w)
    {
        int best = 0;
        float most = float.NegativeInfinity;
        for (int c = 0; c < Classes; c++)
        {
            float score = 0.3f * x[c] * x[c + Classes];
            for (int j = 0; j < Width; j++)
            {
                score += w[(c * Width) + j] * x[j];
            }

            (best, most) = score > most ? (c, score) : (best, most);
        }

        return best;
    }
}
