using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Tests.Claims;

public sealed class SignalMemoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memory_for_signals_does_not_grow_with_depth(bool normalized)
        => Assert.Equal(Bytes(LearningRuleKind.SignalPropagation, 2, normalized), Bytes(LearningRuleKind.SignalPropagation, 16, normalized));

    [Fact]
    public void With_backpropagation_it_does()
    {
        long two = Bytes(LearningRuleKind.Backpropagation, 2), nine = Bytes(LearningRuleKind.Backpropagation, 9);
        long sixteen = Bytes(LearningRuleKind.Backpropagation, 16);
        Assert.Equal(nine - two, sixteen - nine);
        Assert.True(nine - two >= 7 * 64 * 20 * sizeof(float), $"{nine - two} bytes for 7 layers.");
    }

    [Fact]
    public void The_bytes_told_are_those_of_two_signals_a_gradient_scores_and_the_generators_gradient()
        => Assert.Equal(sizeof(float) * ((3 * (64 + 4) * 20) + (64 * 4) + (4 * 20)), Bytes(LearningRuleKind.SignalPropagation, 5));

    [Theory]
    [InlineData(LocalLossKind.PairsMaxAll)]
    [InlineData(LocalLossKind.Dot)]
    public void Scratch_of_losses_does_not_grow_with_depth(LocalLossKind loss)
    {
        Network network = Network.Create(NetworkSpec.Create(10, 4).Dense(20).Dense(20).Dense(8).Dense(20).Loss(loss).Build());
        Assert.Single(network.CreateLosses(0, 4, new LossScratch()).Distinct());
        Assert.Equal(2, Network.Create(network.Spec with
        {
            Layers = [new DenseSpec(20), new DenseSpec(20) { Loss = LocalLossKind.SquaredDistance }, new DenseSpec(20)],
        }).CreateLosses(0, 3, new LossScratch()).Distinct().Count());
    }

    private static long Bytes(LearningRuleKind kind, int layers, bool normalized = false)
    {
        NetworkSpecBuilder builder = NetworkSpec.Create(10, 4);
        for (int i = 0; i < layers; i++)
        {
            builder.Dense(20, batchNormalization: normalized);
        }

        using var context = new ComputeContext(1);
        return Given.Rule(kind, Network.Create(builder.Build()), context, 64).SignalBytes;
    }
}
