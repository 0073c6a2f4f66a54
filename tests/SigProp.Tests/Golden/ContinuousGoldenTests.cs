using System.Text.Json;
using SigProp.Continuous;

namespace SigProp.Tests.Golden;

/// <summary>Training runs of tiny continuous networks give the numbers of an independent implementation.</summary>
public sealed class ContinuousGoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Files("continuous-loop", "continuous-fixed-loop");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Coupled_states_give_the_reference_numbers(string file)
    {
        var golden = new GoldenCase(file);
        JsonElement settings = golden.Settings;
        NetworkSpecBuilder builder = NetworkSpec.Create(golden["batches"][0].GetProperty("x")[0].GetArrayLength(), settings.GetProperty("classes").GetInt32())
            .Continuous(new ContinuousSpec
            {
                Feedback = settings.GetProperty("loopLearned").GetBoolean() ? ContinuousFeedback.LearnedLoop : ContinuousFeedback.FixedLoop,
                FreeSteps = settings.GetProperty("freeSteps").GetInt32(),
                NudgedSteps = settings.GetProperty("nudgedSteps").GetInt32(),
                StepSize = settings.GetProperty("stepSize").GetSingle(),
                BetaSign = BetaSign.Alternating,
                LearningRates = [0.2f, 0.1f, 0.05f],
            });
        foreach (JsonElement width in settings.GetProperty("hidden").EnumerateArray())
        {
            builder.Dense(width.GetInt32());
        }

        Network network = Network.Create(builder.Build());
        golden.LoadInto(network);
        golden.Replay(network, LearningRuleKind.SignalPropagation, 0.2f);
    }

    [Fact]
    public void The_cases_kept_here_are_found() => Assert.True(Cases.Count() >= 2);
}
