using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Tests.Optimizers;

/// <summary>What decay and clipping reach in a network.</summary>
public sealed class WeightDecayAndClippingTests
{
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(5, 3).Dense(9, batchNormalization: true).Dense(8).Dense(7).Build();

    [Fact]
    public void Weight_decay_shrinks_weights_and_nothing_else()
    {
        // One step, so that the decayed weights have had no bearing on the gradients.
        Network plain = After(new SgdSpec(), 0f), decayed = After(new SgdSpec { WeightDecay = 0.1f }, 0f);
        Network before = Network.Create(s_spec);
        foreach (TensorInfo tensor in plain.Tensors)
        {
            float[] without = plain.GetTensor(tensor.Name).ToArray(), with = decayed.GetTensor(tensor.Name).ToArray();
            if (tensor.Name.EndsWith("weight", StringComparison.Ordinal))
            {
                float[] start = before.GetTensor(tensor.Name).ToArray();
                Assert.All(Enumerable.Range(0, with.Length), i => Assert.Equal(without[i] - (0.1f * 0.1f * start[i]), with[i], 1e-6f));
            }
            else
            {
                Assert.Equal(without, with);
            }
        }
    }

    [Fact]
    public void The_clip_norm_bounds_each_learner_by_itself()
    {
        const float Limit = 0.01f;
        Dictionary<string, double> free = Norms(0f), clipped = Norms(Limit);
        Assert.Equal(["head", "layer1", "layer2", "layer3", "targets"], free.Keys.Order(StringComparer.Ordinal));
        foreach ((string learner, double norm) in free)
        {
            Assert.True(norm > Limit, $"{learner}: {norm}");
            Assert.Equal(Limit, clipped[learner], 1e-5);
        }
    }

    [Fact]
    public void A_gradient_within_the_limit_is_left_as_it_is()
        => Assert.Equal(Given.Tensors(After(new SgdSpec(), 0f)), Given.Tensors(After(new SgdSpec(), 1000f)));

    // With a learning rate of 1 a learner's step is its gradient.
    private static Dictionary<string, double> Norms(float clipNorm)
    {
        Network before = Network.Create(s_spec), after = After(new SgdSpec { LearningRate = 1f }, clipNorm);
        return before.Tensors.Where(t => !t.Name.EndsWith(".mean", StringComparison.Ordinal) && !t.Name.EndsWith(".variance", StringComparison.Ordinal))
            .GroupBy(t => t.Name.Split('.')[0])
            .ToDictionary(g => g.Key, g => Math.Sqrt(g.Sum(t => before.GetTensor(t.Name).ToArray()
                .Zip(after.GetTensor(t.Name).ToArray(), (a, b) => (double)(a - b) * (a - b)).Sum())));
    }

    private static Network After(OptimizerSpec optimizer, float clipNorm)
    {
        Network network = Network.Create(s_spec);
        using var context = new ComputeContext(1);
        Given.Steps(Given.Rule(LearningRuleKind.SignalPropagation, network, context, 6, optimizer, clipNorm), network, 1, 6);
        return network;
    }
}
