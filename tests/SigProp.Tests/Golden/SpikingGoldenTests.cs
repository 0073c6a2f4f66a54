using System.Text.Json;
using SigProp.Spiking;

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
        JsonElement settings = golden.Settings;
        NetworkSpecBuilder builder = NetworkSpec.Create(golden["batches"][0].GetProperty("x")[0].GetArrayLength(), settings.GetProperty("classes").GetInt32())
            .Spiking(new SpikingSpec
            {
                Steps = settings.GetProperty("steps").GetInt32(),
                Threshold = settings.GetProperty("threshold").GetSingle(),
                LearningSignal = settings.GetProperty("surrogate").GetBoolean() ? SpikingLearningSignal.Surrogate : SpikingLearningSignal.Voltage,
            });
        foreach (JsonElement width in settings.GetProperty("hidden").EnumerateArray())
        {
            builder.Dense(width.GetInt32());
        }

        Network network = Network.Create(builder.Build());
        golden.LoadInto(network);
        golden.Replay(network, LearningRuleKind.SignalPropagation);
    }

    [Fact]
    public void The_cases_kept_here_are_found() => Assert.True(Cases.Count() >= 2);
}
