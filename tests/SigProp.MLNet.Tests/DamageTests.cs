using Microsoft.ML;
using Microsoft.ML.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>A damaged zip is refused in words, or loads to a model that answers: no crash, no hang, no memory that the file does not warrant.</summary>
public sealed class DamageTests(ITestOutputHelper output)
{
    /// <summary>Changes of the kind that ML.NET's users have most, and of each other kind, whose zips differ in what is inside the model alone.</summary>
    private const int Mutations = 1000, MutationsOfOthers = 150;

    /// <summary>What a load may allocate: so much for each byte of the zip, and so much for ML.NET's own work.</summary>
    private const long BytesPerByte = 100, BytesOfMLNet = 16 << 20;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Kinds => [.. FixtureModels.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Any_damage_is_refused_in_words_or_answers(string kind)
    {
        byte[] zip = File.ReadAllBytes(Path.Combine(FixtureTests.Folder, FixtureTests.Newest, $"{kind}.zip"));
        List<FixtureModels.Row> rows = FixtureModels.Rows(kind, 4);
        var random = new Random(13);
        var context = new MLContext(seed: 1);
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var wrong = new List<string>();
        long most = 0;
        for (int i = 0; i < (kind == "multiclass" ? Mutations : MutationsOfOthers); i++)
        {
            byte[] damaged = (i % 3) switch { 0 => Damage.OfFile(zip, random), 1 => Damage.OfEntry(zip, random, kind == "multiclass"), _ => Damage.OfModel(zip, random) };
            Task<(string Outcome, long Allocated)> attempt = Task.Run(() => Try(context, damaged, rows));
            if (await Task.WhenAny(attempt, Task.Delay(s_limit)) != attempt)
            {
                // The thread goes on, in the background; what it reads tells whose fault that is.
                Assert.True(Damage.LeavesModel(zip, damaged), $"Change {i} hangs.");
                counts["hang of ML.NET"] = counts.GetValueOrDefault("hang of ML.NET") + 1;
                context = new MLContext(seed: 1);
                continue;
            }

            (string outcome, long allocated) = await attempt;
            if (allocated > BytesOfMLNet + (BytesPerByte * damaged.Length))
            {
                outcome = $"WRONG: {allocated} bytes allocated for {damaged.Length}";
            }

            most = Math.Max(most, allocated);
            counts[outcome.Split('\n')[0]] = counts.GetValueOrDefault(outcome.Split('\n')[0]) + 1;
            if (outcome.StartsWith("WRONG", StringComparison.Ordinal))
            {
                wrong.Add($"Change {i}: {outcome}");
            }
        }

        output.WriteLine($"{kind}: {zip.Length} bytes, at most {most} bytes allocated; {string.Join("; ", counts.Select(c => $"{c.Value} {c.Key}"))}");
        Assert.Empty(wrong.Take(5));
    }

    /// <summary>Loads and answers on this thread, whose memory is counted while it loads.</summary>
    private static (string Outcome, long Allocated) Try(MLContext context, byte[] zip, List<FixtureModels.Row> rows)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long allocated = 0;
        try
        {
            ITransformer model = context.Model.Load(new MemoryStream(zip), out _);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            IDataView scored = model.Transform(FixtureModels.Load(context, rows));
            foreach (DataViewSchema.Column column in scored.Schema.Where(c => c.Name is "Score" or "Quantiles" or "Depth"))
            {
                _ = column.Type is VectorDataViewType ? scored.GetColumn<float[]>(column).Count()
                    : column.Type == NumberDataViewType.Int32 ? scored.GetColumn<int>(column).Count() : scored.GetColumn<float>(column).Count();
            }

            return ("answers", allocated);
        }
        catch (Exception exception)
        {
            Exception cause = Told(exception);
            allocated = allocated > 0 ? allocated : GC.GetAllocatedBytesForCurrentThread() - before;
            string name = cause.GetType().Name;
            if (!IsOurs(exception))
            {
                return ($"{name} of ML.NET", allocated);
            }

            // FormatException is what ML.NET throws for a model that it cannot decode, and the engine's ModelFormatException is one.
            bool isClear = cause is FormatException or InvalidDataException or ArgumentException or InvalidOperationException;
            return (isClear ? name : $"WRONG: {name}\n{exception}", allocated);
        }
    }

    /// <summary>Whether any code of this repository ran where it was thrown; faults in what ML.NET reads before or after are its own.</summary>
    private static bool IsOurs(Exception exception)
        => (exception.StackTrace?.Contains("at SigProp.", StringComparison.Ordinal) == true
                && exception.StackTrace.Split('\n').Any(line => line.Contains("at SigProp.", StringComparison.Ordinal) && !line.Contains(".Tests.", StringComparison.Ordinal)))
            || (exception.InnerException is Exception inner && IsOurs(inner));

    /// <summary>What was thrown first, in the words of whoever could put it into words: ML.NET wraps whatever a model's constructor throws.</summary>
    private static Exception Told(Exception exception)
    {
        var chain = new List<Exception> { exception };
        while (chain[^1].InnerException is Exception inner)
        {
            chain.Add(inner);
        }

        return chain.FindLast(e => e is FormatException) ?? chain[^1];
    }
}
