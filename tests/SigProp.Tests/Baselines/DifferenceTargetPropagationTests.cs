using SigProp.Baselines;
using SigProp.Layers;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Tests.Baselines;

public sealed class DifferenceTargetPropagationTests
{
    private const int Width = 6;

    private static readonly NetworkSpec s_linear = NetworkSpec.Create(5, 3)
        .Dense(Width, Activation.Identity).Dense(Width, Activation.Identity).Dense(Width, Activation.Identity).Build();

    /// <summary>An orthogonal map's inverse is its transpose, by which backpropagation brings gradients down.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Exact_inverses_of_orthogonal_layers_give_backpropagation(bool weighted)
    {
        (Network network, float[][] inverses) = Linear(stretch: 0);
        Batch batch = OneStep.Batch(s_linear, weighted);
        OneStep.AssertSame(
            OneStep.Gradients(network, LearningRuleKind.Backpropagation, batch),
            OneStep.Gradients(network, LearningRuleKind.DifferenceTargetPropagation, batch, (copy, rule) => Set(copy, rule, inverses)), 5e-6f);
    }

    /// <summary>With exact inverses the target of layer i is the one that the layers above bring to h_L's own target: the step of Gauss and Newton,
    /// (W_L ... W_{i+1})^-1 (h^_L - h_L).</summary>
    [Fact]
    public void Exact_inverses_give_the_targets_of_Gauss_and_Newton()
    {
        (Network network, float[][] inverses) = Linear(stretch: 1.5f);
        Batch batch = OneStep.Batch(s_linear, weighted: true);
        Dictionary<string, float[]> gradients = OneStep.Gradients(
            network, LearningRuleKind.DifferenceTargetPropagation, batch, (copy, rule) => Set(copy, rule, inverses));
        using var context = new ComputeContext(1);
        int n = OneStep.Rows;
        var outputs = new List<float[]> { batch.Features };
        foreach (Stage stage in network.Stages)
        {
            outputs.Add(new float[n * Width]);
            stage.Forward(context, new Signal(new MatrixView(outputs[^2], n, stage.InputWidth), default),
                new Signal(new MatrixView(outputs[^1], n, Width), default), null);
        }

        var error = new MatrixView(new float[n * 3], n, 3);
        float[] difference = new float[n * Width];
        network.Head.Evaluate(context, new MatrixView(outputs[^1], n, Width), batch.Lesson(default), error);
        network.Head.PropagateError(context, error, new MatrixView(difference, n, Width));
        var expected = new Dictionary<string, float[]>();
        for (int layer = 3; layer > 0; layer--)
        {
            expected[$"layer{layer}.weight"] = OneStep.Product(OneStep.Transpose(difference, Width), outputs[layer - 1], n);
            expected[$"layer{layer}.bias"] = OneStep.Product([.. Enumerable.Repeat(1f, n)], difference, n);
            difference = layer > 1 ? OneStep.Product(difference, OneStep.Transpose(inverses[layer - 2], Width), Width) : difference;
        }

        OneStep.AssertSame(expected, gradients, 5e-6f);
        Assert.NotEqual(OneStep.Gradients(network, LearningRuleKind.Backpropagation, batch)["layer1.weight"][0], gradients["layer1.weight"][0], 1e-3f);
    }

    [Theory]
    [InlineData(Activation.Tanh, false)]
    [InlineData(Activation.LeakyReLU, true)]
    public void Inverses_learn_to_restore_what_layers_were_given(Activation activation, bool normalized)
    {
        NetworkSpec spec = NetworkSpec.Create(5, 3).Dense(6, activation, batchNormalization: normalized).Dense(12, activation).Build();
        Network network = Network.Create(spec, 3);
        Batch batch = OneStep.Batch(spec, weighted: false);
        using var context = new ComputeContext(1);
        var rule = (DifferenceTargetPropagation)Given.Rule(LearningRuleKind.DifferenceTargetPropagation, network, context, OneStep.Rows);
        double before = Missed();
        for (int step = 0; step < 300; step++)
        {
            rule.Step(batch, OneStep.Key.Split(step), new LossValue[1]);
        }

        double after = Missed();
        Assert.True(after < 0.3 * before, $"{before} and {after}");

        // |g(f(h)) - h|^2 / |h|^2
        double Missed()
        {
            MatrixView h = new(new float[8 * 6], 8, 6), above = new(new float[8 * 12], 8, 12), restored = new(new float[8 * 6], 8, 6);
            network.Stages[0].Forward(context, new Signal(batch.X, default), new Signal(h, default), null);
            network.Stages[1].Forward(context, new Signal(h, default), new Signal(above, default), null);
            rule.Inverses[0].Forward(context, new Signal(above, default), new Signal(restored, default), null);
            return h.Array.Zip(restored.Array, (x, y) => (double)(x - y) * (x - y)).Sum() / h.Array.Sum(x => (double)x * x);
        }
    }

    private static (Network Network, float[][] Inverses) Linear(float stretch)
    {
        Network network = Network.Create(s_linear, 3);
        float[][] inverses = new float[2][];
        for (int i = 0; i < 2; i++)
        {
            (float[] matrix, inverses[i]) = OneStep.Invertible(Width, 7 + (2 * i), stretch);
            network.SetTensor($"layer{i + 2}.weight", matrix);
        }

        return (network, inverses);
    }

    // x = W^-1 (y - b)
    private static void Set(Network network, LearningRule rule, float[][] inverses)
    {
        for (int i = 0; i < inverses.Length; i++)
        {
            DenseLayer inverse = ((DifferenceTargetPropagation)rule).Inverses[i];
            inverses[i].CopyTo(inverse.Weight.Values);
            float[] bias = OneStep.Product(inverses[i], network.GetTensor($"layer{i + 2}.bias").ToArray(), Width);
            bias.Select(b => -b).ToArray().CopyTo(inverse.Bias!.Values);
        }
    }
}
