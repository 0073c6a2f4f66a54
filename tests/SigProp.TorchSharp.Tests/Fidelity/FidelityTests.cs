namespace SigProp.TorchSharp.Tests.Fidelity;

/// <summary>From equal parameters, and on the same batches, the losses of every learner are the managed engine's, and so is what has been learned.</summary>
public sealed class FidelityTests
{
    private const double LossBound = 1e-4;

    private static readonly Dictionary<string, FidelityCase> s_cases =
        new FidelityCase[][] { DenseCases.All, ConvolutionCases.All, SpikingCases.All, TargetCases.All, LossCases.All, RegressionCases.All, OptimizerCases.All, ComparisonCases.All }
            .SelectMany(c => c).ToDictionary(c => c.Name);

    public static IEnumerable<TheoryDataRow<string>> Names => s_cases.Keys.Select(n => new TheoryDataRow<string>(n));

    internal static FidelityCase Case(string name) => s_cases[name];

    [Theory]
    [InlineData("dense dropout, batch norm, few rows")]
    [InlineData("convolution VGG-like, batch norm")]
    [InlineData("spiking Poisson rate, convolution")]
    [InlineData("backpropagation spiking convolution")]
    public void The_same_steps_give_the_same_bits(string name)
    {
        FidelityCase of = s_cases[name] with { Steps = 6 };
        using SideBySide first = new(of), second = new(of);
        first.Run();
        second.Run();
        Assert.All(
            first.Torch.Leaves.Zip(second.Torch.Leaves), pair => Assert.True(pair.First.Values.SequenceEqual(pair.Second.Values), pair.First.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Twenty_steps_are_the_managed_engines(string name)
    {
        using var both = new SideBySide(s_cases[name]);
        both.Run();
        (double share, string where) = both.ParameterDeviation();
        TestContext.Current.TestOutputHelper?.WriteLine($"FIDELITY {name}: losses {both.LossDeviation:E1} ({both.Where}), scores {both.ScoreDeviation:0.##}, parameters {share:F3} ({where})");
        Assert.True(both.LossDeviation <= LossBound, $"losses differ by {both.LossDeviation:E1}: {both.Where}");
        Assert.True(share <= 1, $"parameters differ by {share:F2} of what is allowed: {where}");

        // A row between two classes may fall to either by rounding.
        Assert.True(both.ScoreDeviation <= 1.01, $"scores differ by {both.ScoreDeviation} rows");
    }
}
