namespace SigProp.Tests.Baselines;

public sealed class ErrorForwardPropagationTests
{
    private const int Inputs = 6, Width = 4;

    /// <summary>dL/dh_i = W_{i+1}^T ... V^T e; with V = (W_2 W_1)^T and an orthogonal W_2 that is W_1 e for the first layer and W_2 W_1 e for the second:
    /// the error, gone forward.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_a_linear_auto_encoder_whose_output_is_the_transposed_encoder_it_is_backpropagation(bool weighted)
    {
        NetworkSpec spec = NetworkSpec.CreateRegression(Inputs, Inputs).Dense(Width, Activation.Identity).Dense(Width, Activation.Identity).Build();
        Network network = Network.Create(spec, 3);
        network.SetTensor("layer2.weight", OneStep.Invertible(Width, 7, stretch: 0).Matrix);
        float[] encoder = OneStep.Product(network.GetTensor("layer2.weight").ToArray(), network.GetTensor("layer1.weight").ToArray(), Width);
        network.SetTensor("head.weight", OneStep.Transpose(encoder, Inputs));
        Batch batch = OneStep.Batch(spec, weighted);
        batch.Features.CopyTo(batch.Values, 0);
        OneStep.AssertSame(
            OneStep.Gradients(network, LearningRuleKind.Backpropagation, batch),
            OneStep.Gradients(network, LearningRuleKind.ErrorForwardPropagation, batch), 1e-5f);
    }

    /// <summary>What a layer learns from is what moving its input by the error's image does to it: of a linear first layer W_1 F e, and its bias takes the
    /// mean of that. The map F is the same for rows and networks alike.</summary>
    [Fact]
    public void Otherwise_a_fixed_map_brings_the_error_to_the_input()
    {
        NetworkSpec spec = NetworkSpec.Create(Inputs, 3).Dense(Inputs, Activation.Identity).Build();
        Network network = Network.Create(spec, 3);
        network.SetTensor("layer1.weight", [.. Enumerable.Range(0, 36).Select(i => i % 7 == 0 ? 1f : 0f)]);
        network.SetTensor("layer1.bias", new float[Inputs]);
        Batch batch = OneStep.Batch(spec, weighted: false);
        Dictionary<string, float[]> once = OneStep.Gradients(network, LearningRuleKind.ErrorForwardPropagation, batch);

        // The head's bias takes the mean error.
        network.SetTensor("layer1.weight", [.. network.GetTensor("layer1.weight").ToArray().Select(w => 2 * w)]);
        network.SetTensor("head.weight", [.. network.GetTensor("head.weight").ToArray().Select(w => w / 2)]);
        Dictionary<string, float[]> twice = OneStep.Gradients(network, LearningRuleKind.ErrorForwardPropagation, batch);
        Assert.All(once["head.bias"].Zip(twice["head.bias"]), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        Assert.All(once["layer1.bias"].Zip(twice["layer1.bias"]), pair => Assert.Equal(2 * pair.First, pair.Second, 1e-6f));
        Assert.True(once["layer1.bias"].Max(Math.Abs) > 1e-4f);
    }

    [Theory]
    [InlineData(LearningRuleKind.ErrorForwardPropagation)]
    [InlineData(LearningRuleKind.DifferenceTargetPropagation)]
    public void The_second_pass_leaves_running_statistics_as_the_first_left_them(LearningRuleKind rule)
    {
        NetworkSpec spec = NetworkSpec.Create(5, 3).Dense(7, batchNormalization: true).Dense(6, batchNormalization: true).Build();
        Network network = Network.Create(spec, 3);
        Batch batch = OneStep.Batch(spec, weighted: false);
        Dictionary<string, float[]> one = OneStep.Gradients(network, rule, batch), other = OneStep.Gradients(network, LearningRuleKind.Backpropagation, batch);
        Assert.All(one.Keys.Where(k => k.EndsWith("mean", StringComparison.Ordinal) || k.EndsWith("variance", StringComparison.Ordinal)),
            name => Assert.Equal(other[name], one[name]));
    }
}
