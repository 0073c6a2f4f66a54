using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.TorchSharp.Tests.Fidelity;

/// <summary>Why the cases have an epsilon of their own: with Adam's usual one the managed engine itself does not keep to what it did before where its first
/// weights begin a rounding away.</summary>
public sealed class RoundingTests
{
    private const string Dense = "dense 64-256-256-10";
    private const string Convolution = "convolution VGG-like, batch norm";

    [Theory]
    [InlineData(Dense)]
    [InlineData(Convolution)]
    public void The_managed_engine_departs_from_itself_with_the_usual_epsilon(string name)
    {
        double usual = Departure(FidelityTests.Case(name) with { Optimizer = new AdamSpec { LearningRate = 0.003f } });
        double ours = Departure(FidelityTests.Case(name));
        TestContext.Current.TestOutputHelper?.WriteLine($"ROUNDING {name}: usual epsilon {usual:E1}, that of the cases {ours:E1}");
        Assert.True(usual > 1e-4, $"{usual:E1}");
        Assert.True(ours < usual / 10, $"{ours:E1} and {usual:E1}");
    }

    [Fact]
    public void Shared_biases_of_targets_have_no_gradient_but_rounding()
    {
        // softmax(h (t + d)^T) does not depend on d where all classes of a unit lie on one side of the kink: what is left is rounding, of which Adam
        // with the usual epsilon makes full steps.
        FidelityCase of = FidelityTests.Case("dense identity") with { Optimizer = new SgdSpec { LearningRate = 1f }, Steps = 1 };
        using var both = new SideBySide(of);
        Network before = of.CreateNetwork();
        both.Run();
        foreach (Network network in new[] { both.Managed, both.Torch })
        {
            Assert.True(Largest(before, network, "targets.bias") < 1e-6);
            Assert.True(Largest(before, network, "targets.weight") > 1e-4);
        }
    }

    private static float Largest(Network before, Network after, string tensor)
    {
        float[] old = before.GetTensor(tensor).ToArray();
        return after.GetTensor(tensor).ToArray().Select((v, i) => Math.Abs(v - old[i])).Max();
    }

    /// <summary>The largest relative difference of a loss in the case's steps, where the first weights begin a rounding away.</summary>
    private static double Departure(FidelityCase of)
    {
        using var context = new ComputeContext(1);
        LossValue[][] losses = Learn(of, context, isMoved: false), moved = Learn(of, context, isMoved: true);
        return losses.Zip(moved).Max(step => step.First.Zip(step.Second).Max(loss => Math.Abs(loss.First.Mean - loss.Second.Mean) / loss.First.Mean));
    }

    private static LossValue[][] Learn(FidelityCase of, ComputeContext context, bool isMoved)
    {
        Network network = of.CreateNetwork();
        if (isMoved)
        {
            // Every weight of the first layer, by no more than libtorch's and the managed engine's sums differ.
            network.SetTensor("layer1.weight", [.. network.GetTensor("layer1.weight").ToArray().Select(w => w * (1 + 2.4e-7f))]);
        }

        LearningRule rule = Trainer.CreateRule(of.Rule, new LearningSetup(context, network, of.Optimizer, 0f, of.Rows));
        rule.SetLearningRate(of.Optimizer.LearningRate);
        var losses = new LossValue[of.Steps][];
        for (int step = 0; step < of.Steps; step++)
        {
            rule.Step(of.Batch(step), RandomKey.FromSeed(5).Split(step), losses[step] = new LossValue[rule.LossNames.Count]);
        }

        (rule as IDisposable)?.Dispose();
        return losses;
    }
}
