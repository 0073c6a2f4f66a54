using SigProp.Training;

namespace SigProp.Tests.Networks;

public sealed class TensorTests
{
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(5, 3).Dense(4).Dense(6, batchNormalization: true).Build();

    [Fact]
    public void Tensors_are_named_and_shaped()
    {
        TensorInfo[] expected =
        [
            new("layer1.weight", 4, 5), new("layer1.bias", 1, 4),
            new("layer2.weight", 6, 4), new("layer2.normalization.scale", 1, 6), new("layer2.normalization.shift", 1, 6),
            new("layer2.normalization.mean", 1, 6), new("layer2.normalization.variance", 1, 6),
            new("targets.weight", 4, 3), new("targets.bias", 1, 4), new("head.weight", 3, 6), new("head.bias", 1, 3),
        ];
        Assert.Equal(expected, Network.Create(s_spec).Tensors);
    }

    [Fact]
    public void Parameters_are_counted_without_what_training_leaves_alone()
    {
        Assert.Equal(24 + 24 + 12 + 16 + 21, Network.Create(s_spec).ParameterCount);
        Assert.Equal(24 + 24 + 12 + 21, Network.Create(s_spec with { Targets = new TargetGeneratorSpec { Learned = false } }).ParameterCount);
        Assert.Equal(24 + 24 + 12 + 16, Network.Create(s_spec with { Head = HeadKind.NearestTarget }).ParameterCount);
    }

    [Fact]
    public void What_is_set_is_what_is_got_and_what_predicts()
    {
        Network network = new Trainer(new TrainingOptions { Epochs = 1, Threads = 1 }).Train(s_spec, Given.Clouds(30, width: 5)).Network;
        float[] before = AtExit(network, 2);
        float[] values = Given.Uniform(12, 4);
        network.SetTensor("targets.weight", values);
        Assert.Equal(values, network.GetTensor("targets.weight").ToArray());
        Assert.NotEqual(before, AtExit(network, 2));
    }

    [Fact]
    public void A_tensor_that_is_not_there_is_refused_with_those_that_are()
    {
        Network network = Network.Create(s_spec);
        var exception = Assert.Throws<ArgumentException>("name", () => network.GetTensor("layer1.wieght").Length);
        Assert.Contains("'layer1.wieght'; there are layer1.weight, layer1.bias,", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("name", () => network.SetTensor("", []));
        Assert.Throws<ArgumentNullException>("name", () => network.GetTensor(null!).Length);
    }

    [Fact]
    public void Values_that_do_not_fit_are_refused_and_change_nothing()
    {
        Network network = Network.Create(s_spec);
        float[] before = Given.Tensors(network);
        var exception = Assert.Throws<ArgumentException>("values", () => network.SetTensor("layer1.weight", new float[19]));
        Assert.Contains("4 x 5 and needs 20 values, not 19", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<ArgumentException>(() => network.SetTensor("head.bias", [0, float.NaN, 0]));
        Assert.Contains("'head.bias' hold NaN at position 1", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<ArgumentException>("values", () => network.SetTensor("layer2.normalization.variance", [1, 1, -0.5f, 1, 1, 1]));
        Assert.Contains("-0.5", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, Given.Tensors(network));
    }

    private static float[] AtExit(Network network, int exit)
    {
        float[] probabilities = new float[3];
        network.PredictAtExit(new float[] { 1, -1, 0.5f, 2, 0 }, probabilities, exit);
        return probabilities;
    }
}
