using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.TorchSharp.Running;
using SigProp.Training;

namespace SigProp.TorchSharp.Tests.Fidelity;

/// <summary>Every exit and every head answers by libtorch what it answers by the managed engine.</summary>
public sealed class ScorerFidelityTests
{
    private const double Bound = 1e-4;

    /// <summary>More than a block of either engine's.</summary>
    private const int ManyRows = 530;

    public static IEnumerable<TheoryDataRow<string>> Names => FidelityTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_are_the_managed_engines(string name)
    {
        FidelityCase of = FidelityTests.Case(name);
        using var context = new ComputeContext(1);
        Network network = Learned(of, context);
        var managed = new Inference(network, context);
        using var torch = new TorchScorer(network, context, SideBySide.Cpu());
        double worst = 0;
        foreach (int rows in new[] { ManyRows, 3 })
        {
            List<float>[] expected = AllScores(managed, of, rows), actual = AllScores(torch, of, rows);
            for (int answer = 0; answer < expected.Length; answer++)
            {
                Assert.Equal(expected[answer].Count, actual[answer].Count);
                worst = Math.Max(worst, Deviation(expected[answer], actual[answer], rows));
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"FIDELITY scores of {name}: {worst:E1}");
        Assert.True(worst <= Bound, $"scores differ by {worst:E1}");
    }

    [Fact]
    public void Changed_parameters_are_taken_over_at_the_beginning()
    {
        FidelityCase of = FidelityTests.Case("dense vote");
        using var context = new ComputeContext(1);
        Network network = Learned(of, context);
        using var torch = new TorchScorer(network, context, SideBySide.Cpu());
        List<float>[] before = AllScores(torch, of, 3);
        network.SetTensor("layer1.weight", [.. network.GetTensor("layer1.weight").ToArray().Select(w => -w)]);
        List<float>[] expected = AllScores(new Inference(network, context), of, 3), after = AllScores(torch, of, 3);
        Assert.All(expected.Zip(after), pair => Assert.True(Deviation(pair.First, pair.Second, 3) <= Bound));
        Assert.All(before.Zip(after), pair => Assert.True(Deviation(pair.First, pair.Second, 3) > Bound));
    }

    [Theory]
    [InlineData("dense nearest target", true)]
    [InlineData("dense vote", false)]
    [InlineData("dense ReLU", false)]
    public void Without_exits_the_head_alone_answers_where_it_can(string name, bool isRefused)
    {
        FidelityCase of = FidelityTests.Case(name);
        using var context = new ComputeContext(1);
        Network network = of.CreateNetwork();
        using var torch = new TorchScorer(network, context, SideBySide.Cpu());
        if (isRefused)
        {
            InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => AllScores(torch, of, 3));
            Assert.Equal(Assert.Throws<InvalidOperationException>(() => AllScores(new Inference(network, context), of, 3)).Message, refusal.Message);
            return;
        }

        List<float>[] expected = AllScores(new Inference(network, context), of, 3), actual = AllScores(torch, of, 3);
        Assert.All(expected[..^1].Concat(actual[..^1]), Assert.Empty);
        Assert.True(Deviation(expected[^1], actual[^1], 3) <= Bound);
    }

    /// <summary>A network whose parameters, statistics and targets are no longer those it was made with.</summary>
    private static Network Learned(FidelityCase of, ComputeContext context)
    {
        Network network = of.CreateNetwork();
        LearningRule rule = Trainer.CreateRule(of.Rule, new LearningSetup(context, network, of.Optimizer, 0f, of.Rows));
        rule.BeginSteps(context);
        rule.SetLearningRate(of.Optimizer.LearningRate);
        for (int step = 0; step < 3; step++)
        {
            rule.Step(of.Batch(step), RandomKey.FromSeed(step), new LossValue[rule.LossNames.Count]);
        }

        rule.EndSteps(context);
        (rule as IDisposable)?.Dispose();
        if (rule.TrainsTargets)
        {
            network.ComputeClassTargets(context);
        }

        return network;
    }

    private static List<float>[] AllScores(IScorer scorer, FidelityCase of, int rows)
    {
        List<float>[] scores = [.. Enumerable.Range(0, of.Spec.LearningLayers.Count() + 1).Select(_ => new List<float>())];
        scorer.Begin();
        for (int start = 0; start < rows; start += scorer.MaxRows)
        {
            int count = Math.Min(scorer.MaxRows, rows - start);
            float[] features = [.. Enumerable.Range(start, count).SelectMany(of.Features)];
            scorer.AllScores(features, count, (answer, block) => scores[answer].AddRange(block.Elements));
        }

        return scores;
    }

    /// <summary>The largest difference of two scores, relative to the largest score of their row.</summary>
    private static double Deviation(List<float> expected, List<float> actual, int rows)
    {
        double worst = 0;
        int columns = expected.Count / rows;
        for (int row = 0; row < rows && columns > 0; row++)
        {
            float[] first = [.. expected.Skip(row * columns).Take(columns)];
            double most = Math.Max(1e-3, first.Max(Math.Abs));
            worst = Math.Max(worst, first.Select((z, i) => Math.Abs(z - actual[(row * columns) + i]) / most).Max());
        }

        return worst;
    }
}
