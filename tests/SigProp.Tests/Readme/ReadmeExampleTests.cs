using System.Globalization;
using SigProp.Continuous;
using SigProp.Data;
using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.Tests.Readme;

/// <summary>The README's example in C#, compiled and run as it stands there.</summary>
public sealed class ReadmeExampleTests
{
    [Fact]
    public void The_example_runs_and_learns()
    {
        string digitsCsv = Path.Combine(Repository.Root, "samples", "data", "digits.csv");
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.sigprop");
        try
        {
            Assert.True(Example(digitsCsv, file) > 0.99);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_example_is_the_one_that_the_readme_shows()
    {
        AssertShown("example");
        AssertShown("networks");
        AssertShown("other networks");
    }

    [Fact]
    public void The_networks_that_the_readme_shows_can_be_built()
    {
        // networks begins
        // Numbers in place of classes: network.PredictValues, PredictQuantiles and PredictIntervals.
        NetworkSpec prices = NetworkSpec.CreateRegression(inputs: 8).Dense(256).Dense(256).Build();

        // Images: the paper's VGG8b at a quarter of its width, with sparse targets, all layers and the classifier voting.
        NetworkSpec pictures = NetworkSpec.Create(new ImageShape(Channels: 3, Height: 32, Width: 32), classes: 10)
            .Preset(NetworkPreset.Vgg8b, width: 0.25)
            .Targets(new TargetGeneratorSpec { Sparse = true })
            .Head(HeadKind.Vote)
            .Build();

        // A target of its own for each sample, made of class and input (Eq 10), and a loss over the pairs of a batch.
        NetworkSpec pairs = NetworkSpec.Create(inputs: 64, classes: 10)
            .Dense(256, batchNormalization: true)
            .Dense(256, batchNormalization: true)
            .Targets(new TargetGeneratorSpec { Kind = TargetGeneratorKind.TargetInput })
            .Loss(LocalLossKind.PairsByLabel)
            .Build();
        // networks ends
        Assert.True(prices.IsRegression && pictures.HasClassTargets && !pairs.HasClassTargets);
    }

    [Fact]
    public void The_other_networks_that_the_readme_shows_can_be_built()
    {
        // other networks begins
        // Spiking neurons that charge, fire and reset (section VI): the spike is never differentiated. Here a time series, one step after the other.
        NetworkSpec spikes = NetworkSpec.Create(inputs: 12 * 2, classes: 2)
            .Dense(128)
            .Dense(128)
            .Spiking(new SpikingSpec { Steps = 12, Input = SpikingInput.TimeSeries, Neuron = NeuronKind.LeakyIntegrateAndFire, TimeConstant = 4 })
            .Build();

        // States that settle in continuous time, a feedback loop from the output to the first of them, and a Hebbian rule (section V).
        NetworkSpec states = NetworkSpec.Create(inputs: 64, classes: 10)
            .Dense(128)
            .Dense(64)
            .Continuous(new ContinuousSpec { Feedback = ContinuousFeedback.LearnedLoop })
            .Build();
        // other networks ends
        Assert.True(Network.Create(spikes).LayerCount == 2 && Network.Create(states).ParameterCount > 64 * 128);
    }

    private static void AssertShown(string name)
    {
        string source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "SigProp.Tests", "Readme", "ReadmeExampleTests.cs"));
        string begin = $"// {name} begins\n";
        int start = source.IndexOf(begin, StringComparison.Ordinal), end = source.IndexOf($"        // {name} ends\n", StringComparison.Ordinal);
        IEnumerable<string> lines = source[(start + begin.Length)..end].Split('\n').Select(l => l.Length >= 8 ? l[8..] : l);
        Assert.Contains(string.Join('\n', lines), File.ReadAllText(Path.Combine(Repository.Root, "README.md")), StringComparison.Ordinal);
    }

    private static float Example(string digitsCsv, string file)
    {
        // example begins
        // 64 pixels and a class from 0 to 9 in each line
        string[][] lines = [.. File.ReadLines(digitsCsv).Skip(1).Select(line => line.Split(','))];
        float[] pixels = [.. lines.SelectMany(l => l[..64]).Select(v => float.Parse(v, CultureInfo.InvariantCulture))];
        int[] digits = [.. lines.Select(l => int.Parse(l[64], CultureInfo.InvariantCulture))];
        float[] first = pixels[..64];

        StandardScaling scaling = StandardScaling.Fit(pixels, width: 64);
        scaling.Apply(pixels);
        var data = new Dataset(pixels, width: 64, digits, classCount: 10);

        // Build() reports everything that is wrong with a network at once.
        NetworkSpec spec = NetworkSpec.Create(inputs: 64, classes: 10)
            .Dense(256, dropout: 0.1f)
            .Dense(256, dropout: 0.1f)
            .Build();

        // Watch it, and stop it whenever you like: the best network so far is kept.
        var watch = new Progress<TrainingProgress>(p => Console.WriteLine($"epoch {p.Epoch}: loss {p.Loss:F3}"));
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var trainer = new Trainer(new TrainingOptions { Epochs = 10, Seed = 1 });
        TrainingResult result = trainer.Train(spec, data, progress: watch, cancellationToken: stop.Token);

        string[] names = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
        new Model(result.Network, names, scaling, result.Report).Save(file);

        // Any number of threads may predict with one model at once.
        Model model = Model.Load(file);
        float[] probabilities = new float[10];
        model.Predict(first, probabilities);
        Console.WriteLine($"The first line is a {names[probabilities.IndexOf(probabilities.Max())]}.");
        // example ends
        return probabilities[digits[0]];
    }
}
