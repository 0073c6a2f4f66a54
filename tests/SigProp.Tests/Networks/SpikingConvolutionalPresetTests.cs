using SigProp.Data;
using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.Tests.Networks;

/// <summary>The network of table V.</summary>
public sealed class SpikingConvolutionalPresetTests
{
    [Theory]
    [InlineData(1, 128)]
    [InlineData(0.125, 16)]
    [InlineData(0.01, 1)]
    public void The_dense_layer_has_16_units_a_channel(double width, int channels)
    {
        IReadOnlyList<LayerSpec> layers = NetworkPresets.Layers(NetworkPreset.SpikingConvolutional, width);
        Assert.Equal([channels, channels], layers.OfType<ConvolutionSpec>().Select(c => c.Channels));
        Assert.All(layers.OfType<ConvolutionSpec>(), c => Assert.True(c.BatchNormalization));
        Assert.Equal(new DenseSpec(16 * channels), layers[^1]);
        Assert.Equal(2, layers.OfType<PoolingSpec>().Count());
    }

    [Theory]
    [InlineData(LearningRuleKind.SignalPropagation, SpikingLearningSignal.Voltage)]
    [InlineData(LearningRuleKind.SignalPropagation, SpikingLearningSignal.Surrogate)]
    [InlineData(LearningRuleKind.Backpropagation, SpikingLearningSignal.Surrogate)]
    public void It_learns_as_the_papers_does(LearningRuleKind rule, SpikingLearningSignal signal)
    {
        var image = new ImageShape(1, 8, 8);
        var spec = new NetworkSpec
        {
            Inputs = 64,
            Image = image,
            Classes = 2,
            Spiking = new SpikingSpec { LearningSignal = signal },
            Layers = NetworkPresets.Layers(NetworkPreset.SpikingConvolutional, 0.03),
        };

        // Even rows are bright on the left, odd ones on the right.
        float[] pixels = [.. Enumerable.Range(0, 64 * 64).Select(i => i / 64 % 2 == (i % 8 < 4 ? 0 : 1) ? 1f : 0f)];
        var data = new Dataset(pixels, 64, [.. Enumerable.Range(0, 64).Select(i => i % 2)], 2);
        var options = new TrainingOptions { Rule = rule, Epochs = 8, BatchSize = 16, ValidationFraction = 0 };
        Assert.Equal(1, Evaluation.Of(new Trainer(options).Train(spec, data).Network, data).Accuracy);
    }
}
