using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Tests.Gradients;

/// <summary>Gradients are the slopes of the losses: a step of plain descent with a learning rate of 1 against central differences in double
/// precision.</summary>
public sealed class GradientTests
{
    private const int Rows = 9, Inputs = 5, Classes = 3;

    private static readonly RandomKey s_key = RandomKey.FromSeed(5);

    public static MatrixTheoryData<Activation, LocalLossKind, bool, float> Layers()
        => new(Enum.GetValues<Activation>(), [LocalLossKind.Dot, LocalLossKind.SquaredDistance], [false, true], [0f, 0.4f]);

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_descends_its_own_loss(Activation activation, LocalLossKind loss, bool normalized, float dropout)
    {
        NetworkSpec spec = Spec(activation, loss, normalized, dropout, layers: 2);
        (ReferenceNetwork reference, Dictionary<string, double[]> gradients, LossValue[] losses) = Step(spec, LearningRuleKind.SignalPropagation);
        (double[][] H, double[][] T)[] signals = reference.Signals(withTargets: true);
        Func<double>[] references =
        [
            () => reference.LocalLoss(0, signals[0].H, signals[0].T),
            () => reference.LocalLoss(1, signals[1].H, signals[1].T),
            () => reference.HeadLoss(signals[2].H),
        ];
        for (int i = 0; i < references.Length; i++)
        {
            Assert.Equal(references[i](), losses[i].Mean, 2e-5);
        }

        foreach ((string name, double[] gradient) in gradients)
        {
            int layer = name.StartsWith("head", StringComparison.Ordinal) ? 2 : name.StartsWith("layer2", StringComparison.Ordinal) ? 1 : 0;
            AssertSlope(reference, name, references[layer], gradient);
        }
    }

    public static MatrixTheoryData<Activation, bool, float> Networks() => new(Enum.GetValues<Activation>(), [false, true], [0f, 0.4f]);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Backpropagation_descends_the_classifiers_loss_through_three_layers(Activation activation, bool normalized, float dropout)
    {
        NetworkSpec spec = Spec(activation, LocalLossKind.Dot, normalized, dropout, layers: 3);
        (ReferenceNetwork reference, Dictionary<string, double[]> gradients, LossValue[] losses) = Step(spec, LearningRuleKind.Backpropagation);
        double Loss() => reference.HeadLoss(reference.Signals(withTargets: false)[^1].H);
        Assert.Equal(Loss(), losses[0].Mean, 2e-5);
        Assert.All(gradients["targets.weight"].Concat(gradients["targets.bias"]), g => Assert.Equal(0, g));
        foreach ((string name, double[] gradient) in gradients.Where(g => !g.Key.StartsWith("targets", StringComparison.Ordinal)))
        {
            AssertSlope(reference, name, Loss, gradient);
        }
    }

    [Fact]
    public void The_shallow_rule_descends_by_the_classifier_alone()
    {
        NetworkSpec spec = Spec(Activation.Tanh, LocalLossKind.Dot, normalized: true, dropout: 0.4f, layers: 3);
        (ReferenceNetwork reference, Dictionary<string, double[]> gradients, LossValue[] losses) = Step(spec, LearningRuleKind.Shallow);
        double[][] last = reference.Signals(withTargets: false)[^1].H;
        Assert.Equal(reference.HeadLoss(last), losses[0].Mean, 2e-5);
        foreach ((string name, double[] gradient) in gradients)
        {
            if (name.StartsWith("head", StringComparison.Ordinal))
            {
                AssertSlope(reference, name, () => reference.HeadLoss(last), gradient);
            }
            else
            {
                Assert.All(gradient, g => Assert.Equal(0, g));
            }
        }
    }

    private static NetworkSpec Spec(Activation activation, LocalLossKind loss, bool normalized, float dropout, int layers)
    {
        NetworkSpecBuilder builder = NetworkSpec.Create(Inputs, Classes).Loss(loss);
        for (int i = 0; i < layers; i++)
        {
            builder.Add(new DenseSpec(7 - i) { Activation = activation, NegativeSlope = 0.3f, BatchNormalization = normalized, Dropout = dropout });
        }

        return builder.Build();
    }

    private static (ReferenceNetwork Reference, Dictionary<string, double[]> Gradients, LossValue[] Losses) Step(NetworkSpec spec, LearningRuleKind kind)
    {
        Network network = Network.Create(spec, 2);
        foreach (TensorInfo tensor in network.Tensors.Where(t => t.Name.Contains("normalization", StringComparison.Ordinal)))
        {
            // Away from 0 and 1, which would hide a mistake.
            float least = tensor.Name.EndsWith("mean", StringComparison.Ordinal) || tensor.Name.EndsWith("shift", StringComparison.Ordinal) ? -0.4f : 0.6f;
            network.SetTensor(tensor.Name, [.. Given.Uniform(tensor.Columns, 3, 0.4f).Select(v => least + 0.4f + v)]);
        }

        Batch batch = Given.Batch(Rows, Inputs, Classes);
        var reference = new ReferenceNetwork(network, batch, s_key);
        using var context = new ComputeContext(1);
        LearningRule rule = Given.Rule(kind, network, context, Rows, new SgdSpec { LearningRate = 1f });
        var losses = new LossValue[rule.LossNames.Count];
        rule.Step(batch, s_key, losses);
        Dictionary<string, double[]> gradients = network.Tensors
            .Where(t => !t.Name.EndsWith("normalization.mean", StringComparison.Ordinal) && !t.Name.EndsWith("variance", StringComparison.Ordinal))
            .ToDictionary(t => t.Name, t => reference.Tensors[t.Name].Zip(network.GetTensor(t.Name).ToArray(), (before, after) => before - after).ToArray());
        return (reference, gradients, losses);
    }

    private static void AssertSlope(ReferenceNetwork reference, string name, Func<double> loss, double[] gradient)
    {
        const double Distance = 1e-5;
        double[] values = reference.Tensors[name];
        double size = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double value = values[i];
            values[i] = value + Distance;
            double above = loss();
            values[i] = value - Distance;
            double below = loss();
            values[i] = value;
            double slope = (above - below) / (2 * Distance);
            size += Math.Abs(slope);
            Assert.True(Math.Abs(slope - gradient[i]) <= 5e-6 + (5e-5 * Math.Abs(slope)), $"{name}[{i}]: gradient {gradient[i]}, slope {slope}.");
        }

        // Shifts may cancel where the activation is the identity.
        Assert.True(size > 1e-4 || !name.EndsWith("weight", StringComparison.Ordinal), $"{name}: the loss does not depend on it.");
    }
}
