using SigProp.Data;
using SigProp.Layers;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Spiking;

/// <summary>Spikes, synaptic operations and silent neurons are counted as they are; a layer that dies is told of.</summary>
public sealed class SpikeActivityTests
{
    [Fact]
    public void A_network_worked_out_by_hand()
    {
        // Currents 0.25 x and x: with x = 1 the first fires at step 2 of 4 (0.5) and again at step 4, the second at every step.
        Network network = Network.Create(NetworkSpec.Create(1, 2).Spiking().Dense(2).Dense(3).Build());
        network.SetTensor("layer1.weight", [0.25f, 1f]);
        network.SetTensor("layer1.bias", [0f, 0f]);
        network.SetTensor("layer2.weight", [1f, 0f, 0f, 0.25f, 0f, 0f]);
        network.SetTensor("layer2.bias", [0f, 0f, 0f]);
        SpikeActivity activity = SpikeActivity.Of(network, new Dataset([1f, 0f], 1, [0, 1], 2));

        Assert.Equal(2, activity.Rows);
        Assert.Equal(["layer1", "layer2", "head"], activity.Layers.Select(l => l.Name));
        Assert.Equal([0.25, 0.5, 0.25, 0.5], activity.Layers[0].SpikesPerStep);
        Assert.Equal(0.375, activity.Layers[0].SpikeRate);
        // Neuron 1 of layer 2 fires with the first of layer 1; neuron 2 adds 0.25 a step and fires at steps 2 and 4; neuron 3 is silent.
        Assert.Equal([0.0, 2.0 / 6, 0.0, 2.0 / 6], activity.Layers[1].SpikesPerStep);
        Assert.Equal([0, 1, 0], activity.Layers.Select(l => l.SilentNeurons));
        Assert.Equal([2, 3, 0], activity.Layers.Select(l => l.Neurons));
        Assert.Equal([0.0, 6 * 3 / 2.0, 4 * 2 / 2.0], activity.Layers.Select(l => l.SynapticOperations));
        Assert.Equal([2L, 0L, 0L], activity.Layers.Select(l => l.MultiplyAdds));
        Assert.Equal([2L, 6L, 6L], activity.Layers.Select(l => l.DenseMultiplyAdds));
        Assert.Equal((13.0, 2L, 14L), (activity.SynapticOperations, activity.MultiplyAdds, activity.DenseMultiplyAdds));

        SpikeRecord record = SpikeRecord.Of(network, [1f]);
        Assert.Equal((4, 2, 6), (record.Layers[0].Steps, record.Layers[0].Neurons, record.Layers[0].Count));
        Assert.Equal([false, true, false, true], Enumerable.Range(0, 4).Select(t => record.Layers[0].Fired(t, 0)));
        Assert.Equal(4, record.Layers[1].Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => record.Layers[1].Fired(4, 0));
    }

    [Fact]
    public void A_convolution_value_meets_every_window_that_it_lies_in()
    {
        var spec = new ConvolutionSpec(6) { Groups = 2, StrideHeight = 2, KernelWidth = 2, PaddingWidth = 0 };
        var layer = new ConvolutionLayer("layer1", new ImageShape(2, 5, 4), spec, null, spec.OutputShape(new(2, 5, 4)), false);
        int[] fanOut = new int[40];
        layer.CountFanOut(fanOut);

        // Rows: windows at -1, 1, 3 of 3 rows; columns: windows at 0, 1, 2 of 2 columns; 3 channels of a group.
        int[] rows = [1, 2, 1, 2, 1], columns = [1, 2, 2, 1];
        Assert.Equal([.. Enumerable.Range(0, 40).Select(i => 3 * rows[i / 4 % 5] * columns[i % 4])], fanOut);
    }

    [Fact]
    public void Every_kind_of_network_can_be_measured()
    {
        Dataset data = SpikingNetworks.Rows(300);
        foreach ((string name, NetworkSpec spec) in SpikingNetworks.All())
        {
            SpikeActivity activity = SpikeActivity.Of(Network.Create(spec), data);
            Assert.True(activity.DenseMultiplyAdds > 0 && activity.SynapticOperations > 0, name);
            Assert.All(activity.Layers.SelectMany(l => l.SpikesPerStep), rate => Assert.InRange(rate, 0, 1));
        }
    }

    [Fact]
    public void A_layer_that_dies_is_told_of_with_a_remedy()
    {
        Dataset data = SpikingNetworks.Rows(120);
        var options = new TrainingOptions { Epochs = 2, Optimizer = new AdamSpec { LearningRate = 1e-6f } };
        TrainingReport dead = new Trainer(options).Train(SpikingNetworks.Dense(new() { Threshold = 50f }).Build(), data).Report;
        Assert.Equal([40, 30], dead.Epochs[1].SilentNeurons);
        Assert.Equal(2, dead.Warnings.Count);
        Assert.StartsWith("layer1 has died: 40 of its 40 neurons", dead.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("Lower the Threshold (50)", dead.Warnings[0], StringComparison.Ordinal);

        foreach (double validation in new[] { 0, 0.2 })
        {
            TrainingReport alive = new Trainer(options with { ValidationFraction = validation }).Train(SpikingNetworks.Dense(new()).Build(), data).Report;
            Assert.Equal(2, alive.Epochs[0].SilentNeurons.Count);
            Assert.Empty(alive.Warnings);
        }

        Assert.Empty(new Trainer(options).Train(NetworkSpec.Create(36, 3).Dense(4).Build(), data).Report.Epochs[0].SilentNeurons);
    }

    [Fact]
    public void What_does_not_spike_is_refused()
    {
        Network network = Network.Create(NetworkSpec.Create(1, 2).Dense(2).Build());
        Assert.Throws<ArgumentException>(() => SpikeActivity.Of(network, new Dataset([1f], 1, [0], 2)));
        Assert.Throws<ArgumentException>(() => SpikeRecord.Of(network, [1f]));
        Network spiking = Network.Create(NetworkSpec.Create(1, 2).Spiking().Dense(2).Build());
        Assert.Throws<ArgumentException>(() => SpikeActivity.Of(spiking, new Dataset([1f, 2f], 2, [0], 2)));
        Assert.Throws<ArgumentException>(() => SpikeRecord.Of(spiking, [1f, 2f]));
    }
}
