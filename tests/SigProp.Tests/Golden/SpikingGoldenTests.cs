namespace SigProp.Tests.Golden;

/// <summary>Training runs of tiny spiking networks give the numbers of an independent implementation with automatic differentiation.</summary>
public sealed class SpikingGoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Files("spiking-surrogate", "spiking-voltage");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Spiking_layers_give_the_reference_numbers(string file)
    {
        var golden = new GoldenCase(file);
        golden.Replay(GoldenNetworks.Create(golden), LearningRuleKind.SignalPropagation);
    }

    [Fact]
    public void The_cases_kept_here_are_found() => Assert.True(Cases.Count() >= 2);
}
