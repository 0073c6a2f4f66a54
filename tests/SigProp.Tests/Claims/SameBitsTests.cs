using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Tests.Claims;

/// <summary>The same seed gives the same network, bit for bit, on any number of threads.</summary>
public sealed class SameBitsTests
{
    public static TheoryData<string, LearningRuleKind> KernelsAndRules()
    {
        var data = new TheoryData<string, LearningRuleKind>();
        foreach (GemmKernel kernel in GemmKernels.Supported)
        {
            foreach (LearningRuleKind rule in Enum.GetValues<LearningRuleKind>())
            {
                data.Add(kernel.Name, rule);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(KernelsAndRules))]
    public void Threads_do_not_change_the_bits(string kernel, LearningRuleKind rule)
    {
        float[] one = Train(kernel, rule, threads: 1);
        Assert.All(one, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(one, Train(kernel, rule, threads: 1));
        Assert.Equal(one, Train(kernel, rule, threads: 2));
        Assert.Equal(one, Train(kernel, rule, threads: 3));
    }

    [Fact]
    public void Nor_do_they_where_gradients_are_clipped()
    {
        string kernel = GemmKernels.Supported[^1].Name;
        float[] clipped = Train(kernel, LearningRuleKind.SignalPropagation, threads: 1, clipNorm: 0.05f);
        Assert.NotEqual(Train(kernel, LearningRuleKind.SignalPropagation, threads: 1), clipped);
        Assert.Equal(clipped, Train(kernel, LearningRuleKind.SignalPropagation, threads: 3, clipNorm: 0.05f));
    }

    // Products of 70 x 67 x 101 and more: large enough to be shared among threads.
    private static float[] Train(string kernel, LearningRuleKind rule, int threads, float clipNorm = 0f)
    {
        NetworkSpec spec = NetworkSpec.Create(101, 5)
            .Dense(67, Activation.Tanh, dropout: 0.3f)
            .Dense(103, dropout: 0.1f, batchNormalization: true)
            .Dense(75, Activation.ReLU, loss: LocalLossKind.SquaredDistance)
            .Dense(70, Activation.Tanh, batchNormalization: true)
            .Build();
        Network network = Network.Create(spec, 11);
        using var context = new ComputeContext(threads, GemmKernels.Select(kernel));
        var optimizer = new AdamWSpec { LearningRate = 0.01f };
        Given.Steps(Given.Rule(rule, network, context, 70, optimizer, clipNorm), network, 4, 70);
        return Given.Tensors(network);
    }
}
