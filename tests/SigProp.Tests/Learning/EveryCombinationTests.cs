using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Learning;

/// <summary>Every generator with every loss and every head: what a specification accepts learns two moons, the rest is refused with what would be
/// right.</summary>
public sealed class EveryCombinationTests
{
    private static readonly TrainingOptions s_options = new()
    {
        Epochs = 20,
        BatchSize = 16,
        Optimizer = new AdamSpec { LearningRate = 0.02f },
        ValidationFraction = 0,
        Threads = 1,
    };

    public static IEnumerable<TheoryDataRow<TargetGeneratorKind, LocalLossKind, HeadKind, bool>> Combinations()
        => from kind in Enum.GetValues<TargetGeneratorKind>()
           from loss in Enum.GetValues<LocalLossKind>()
           from head in Enum.GetValues<HeadKind>()
           from isSparse in new[] { false, true }
           select new TheoryDataRow<TargetGeneratorKind, LocalLossKind, HeadKind, bool>(kind, loss, head, isSparse);

    [Theory]
    [MemberData(nameof(Combinations))]
    public void It_learns_or_is_refused(TargetGeneratorKind kind, LocalLossKind loss, HeadKind head, bool isSparse)
    {
        var spec = new NetworkSpec
        {
            Inputs = 2,
            Classes = 2,
            Layers = [new DenseSpec(32) { Activation = Activation.Tanh }, new DenseSpec(24)],
            Targets = new TargetGeneratorSpec { Kind = kind, Sparse = isSparse },
            Loss = loss,
            Head = head,
        };
        IReadOnlyList<string> errors = spec.Validate();
        bool byClass = loss is LocalLossKind.Dot or LocalLossKind.SquaredDistance;
        bool isOnePerClass = kind == TargetGeneratorKind.TargetOnly;
        bool isSound = kind != TargetGeneratorKind.Shared && loss != LocalLossKind.Expectation && head != HeadKind.Linear
            && (isOnePerClass || (!byClass && !isSparse && head == HeadKind.Classifier));
        Assert.Equal(isSound, errors.Count == 0);
        if (!isSound)
        {
            Assert.All(errors, e => Assert.True(
                new[] { "choose", "it needs", "is for regression", "only TargetOnly" }.Any(w => e.Contains(w, StringComparison.Ordinal)), e));
            return;
        }

        Network network = new Trainer(s_options).Train(spec, Given.Moons(300)).Network;
        double accuracy = Evaluation.Of(network, Given.Moons(300, seed: 2)).Accuracy;
        Assert.True(accuracy >= 0.95, $"{accuracy}");
        Assert.Equal(isOnePerClass, network.HasExits);
    }
}
