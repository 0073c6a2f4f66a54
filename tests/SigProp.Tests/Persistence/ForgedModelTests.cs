using SigProp.Continuous;
using SigProp.Data;
using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.Tests.Persistence;

/// <summary>A content that no program wrote, under right checksums, is refused, or makes a model that answers; whatever it is.</summary>
public sealed class ForgedModelTests(ITestOutputHelper output)
{
    private const int Mutations = 1000;

    /// <summary>What loading may allocate besides 100 bytes for each byte of the file.</summary>
    private const long Fixed = 4 << 20;

    public static TheoryData<string> Kinds => ["layers", "regression", "images", "spiking", "continuous", "state"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_change_is_refused_or_answers(string kind)
    {
        byte[] model = ModelFiles.Bytes(Create(kind));
        var random = new Random(11);
        int refused = 0;
        long most = 0;
        var wrong = new List<string>();
        for (int i = 0; i < Mutations; i++)
        {
            byte[] forged = Forgery.Draw(model, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Model loaded = ModelFiles.Load(forged);
                Answer(loaded);
            }
            catch (ModelFormatException)
            {
                refused++;
            }
            catch (InvalidOperationException exception) when (exception.StackTrace!.Contains(nameof(Answer), StringComparison.Ordinal))
            {
                // Its weights are finite, and so large that its answers are not; or it says that it was never trained.
            }
            catch (Exception exception)
            {
                wrong.Add($"Change {i}: {exception}\n{Forgery.HeaderOf(forged)}");
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            most = Math.Max(most, allocated);
            if (allocated > Fixed + (100L * forged.Length))
            {
                wrong.Add($"Change {i} allocates {allocated} bytes for {forged.Length}: {Forgery.HeaderOf(forged)}");
            }
        }

        output.WriteLine($"{kind}: {model.Length} bytes, {refused} refused, at most {most} bytes allocated");
        Assert.Empty(wrong);
        Assert.InRange(refused, Mutations / 10, Mutations - 1);
    }

    [Theory]
    [InlineData("\"units\":5", "\"units\":500000000")]
    [InlineData("\"units\":5", "\"units\":20000")]
    [InlineData("\"classes\":3", "\"classes\":300000000")]
    [InlineData("\"inputs\":4", "\"inputs\":400000000")]
    [InlineData("\"rows\":5", "\"rows\":500000000")]
    public void Memory_is_made_only_for_tensors_that_follow(string from, string to)
    {
        byte[] model = ModelFiles.Bytes(ModelFiles.Trained());
        string header = Forgery.HeaderOf(model);
        Assert.Contains(from, header, StringComparison.Ordinal);
        byte[] forged = Forgery.With(model, header.Replace(from, to, StringComparison.Ordinal));
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<ModelFormatException>(() => ModelFiles.Load(forged));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }

    [Fact]
    public void A_file_without_its_tensors_makes_no_memory_for_them()
    {
        NetworkSpec spec = NetworkSpec.Create(1000, 2).Dense(2000).Build();
        byte[] model = ModelFiles.Bytes(new Model(Network.Create(spec), ["a", "b"]))[..^1_000_000];
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<ModelFormatException>(() => ModelFiles.Load(model));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }

    private static Model Create(string kind)
    {
        var options = new TrainingOptions { Epochs = 1, Seed = 1, Threads = 1, ValidationFraction = 0.2 };
        NetworkSpec spec = kind switch
        {
            "images" => NetworkSpec.Create(new ImageShape(1, 2, 2), 3).Add(new ConvolutionSpec(2) { BatchNormalization = true }).Dense(3).Build(),
            "spiking" => NetworkSpec.Create(4, 3).Dense(5).Spiking(new SpikingSpec { Steps = 3, Input = SpikingInput.PoissonRate }).Build(),
            "continuous" => NetworkSpec.Create(4, 3).Dense(5).Continuous(new ContinuousSpec { FreeSteps = 9 }).Build(),
            _ => NetworkSpec.Create(4, 3).Dense(5).Dense(4, batchNormalization: true).Build(),
        };
        if (kind == "layers")
        {
            return ModelFiles.Trained();
        }

        if (kind == "regression")
        {
            float[] values = [.. Enumerable.Range(0, 400).Select(i => MathF.Sin(i))];
            spec = NetworkSpec.CreateRegression(1).Dense(4).Build() with { Bins = 4 };
            TrainingResult fit = new Trainer(options).Train(spec, Dataset.ForRegression([.. Enumerable.Range(0, 400).Select(i => i / 400f)], 1, values));
            return new Model(fit.Network, [], null, fit.Report);
        }

        TrainingResult result = new Trainer(options).Train(spec, kind is "spiking" or "continuous" ? Unit() : ModelFiles.Rows);
        return new Model(result.Network, ["a", "b", "c"], null, result.Report, kind == "state" ? result.State : null);
    }

    private static Dataset Unit()
        => new([.. ModelFiles.Rows.Features.Select(v => 1 / (1 + MathF.Exp(-v)))], 4, ModelFiles.Rows.Labels, 3);

    private static void Answer(Model model)
    {
        float[] rows = [.. Enumerable.Repeat(0.25f, 2 * model.Network.InputWidth)];
        if (model.Network.Spec.IsRegression)
        {
            float[] values = new float[2 * model.Network.OutputCount];
            model.Network.PredictValues(rows, values);
            if (model.Network.HasDistribution)
            {
                model.Network.PredictQuantiles(rows, [0.05, 0.5, 0.95], new float[6]);
            }

            return;
        }

        float[] probabilities = new float[2 * model.Network.ClassCount];
        model.Network.Predict(rows, probabilities);
        if (model.Network.HasExits)
        {
            model.Network.PredictEarly(rows, 0.5, probabilities, new int[2]);
        }
    }
}
