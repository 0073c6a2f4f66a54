using SigProp.Learning;
using SigProp.Tests.Golden;
using SigProp.TorchSharp.Learning;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Tests.Golden;

/// <summary>Training runs on tiny networks give the numbers of an independent implementation, through libtorch too.</summary>
public sealed class TorchGoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Files(
        "dense-target-only", "dense-fixed-targets", "dense-batchnorm", "target-input", "conv-dense-targets", "conv-sparse-targets", "spiking-surrogate",
        "spiking-voltage", "baseline-bp", "baseline-shallow", "baseline-fa", "baseline-dfa", "baseline-ll-bp");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rules_give_the_reference_numbers(string file)
    {
        var golden = new GoldenCase(file);
        golden.Replay(GoldenNetworks.Create(golden), GoldenNetworks.RuleOf(golden), create: OnCpu);
    }

    [Fact]
    public void The_cases_kept_here_are_found() => Assert.True(Cases.Count() >= 13);

    private static LearningRule OnCpu(LearningRuleKind kind, LearningSetup setup)
        => TorchRule.Create(kind, setup, new TorchPlace(IsCuda: false, global::TorchSharp.torch.ScalarType.Float32, AllowsTensorFloat32: false));
}
