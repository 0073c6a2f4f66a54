using SigProp.Optimizers;
using SigProp.Tests;
using SigProp.Training;

namespace SigProp.TorchSharp.Tests.Training;

/// <summary>Real handwritten digits are learned as well as by the managed engine.</summary>
public sealed class DigitsTests
{
    private static readonly Dictionary<string, (NetworkSpec Spec, int Epochs)> s_networks = new()
    {
        ["dense"] = (NetworkSpec.Create(64, 10).Dense(128).Dense(64, batchNormalization: true, dropout: 0.1f).Build(), 8),
        ["convolution"] = (NetworkSpec.Create(new ImageShape(1, 8, 8), 10).Convolution(12, batchNormalization: true).MaxPooling().Dense(48).Build(), 5),
        ["spiking"] = (NetworkSpec.Create(64, 10).Spiking().Dense(128).Dense(64).Build(), 8),
    };

    public static TheoryData<string, LearningRuleKind, TrainingPrecision> Runs => new()
    {
        { "dense", LearningRuleKind.SignalPropagation, TrainingPrecision.Single },
        { "convolution", LearningRuleKind.SignalPropagation, TrainingPrecision.Single },
        { "spiking", LearningRuleKind.SignalPropagation, TrainingPrecision.Single },
        { "dense", LearningRuleKind.Backpropagation, TrainingPrecision.Single },
        { "convolution", LearningRuleKind.Backpropagation, TrainingPrecision.Single },
        { "dense", LearningRuleKind.SignalPropagation, TrainingPrecision.Half },
        { "spiking", LearningRuleKind.SignalPropagation, TrainingPrecision.Half },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void Digits_are_learned_as_well_as_by_the_managed_engine(string name, LearningRuleKind rule, TrainingPrecision precision)
    {
        (NetworkSpec spec, int epochs) = s_networks[name];
        var options = new TrainingOptions
        {
            Rule = rule,
            Epochs = epochs,
            Threads = 1,
            Precision = precision,
            ValidationFraction = 0,
            Optimizer = new AdamSpec { LearningRate = 0.003f },
        };
        TrainingResult torch = new TorchSharpTrainer(options, TrainingDevice.Cpu).Train(spec, Digits.Train);
        double managed = Evaluation.Of(new Trainer(options).Train(spec, Digits.Train).Network, Digits.Test).Accuracy;
        double accuracy = Evaluation.Of(torch.Network, Digits.Test).Accuracy;
        Assert.True(accuracy > 0.9 && accuracy > managed - 0.02, $"accuracy {accuracy}, of the managed engine {managed}");
        Assert.Equal("cpu", torch.Report.Device);
        Assert.Equal(epochs, torch.Report.Epochs.Count);
        Assert.Equal(rule == LearningRuleKind.SignalPropagation ? ["layer1", "layer2", "head"] : ["network"], torch.Report.Layers.Select(l => l.Name));
        Assert.All(torch.Report.Layers, layer => Assert.True(layer.SecondsPerSample > 0 && layer.SignalBytes > 0, $"{layer}"));
        Assert.Equal(torch.Report.Layers.Max(l => l.SignalBytes), torch.Report.SignalBytes);

        // Adam's two moments besides each parameter that learns; statistics of normalisation have none. In 32 bits, whatever the signals are in.
        long parameters = torch.Network.Tensors.Sum(t => (long)t.Rows * t.Columns);
        long buffers = torch.Network.Tensors.Where(t => t.Name.Contains("mean", StringComparison.Ordinal) || t.Name.Contains("variance", StringComparison.Ordinal)).Sum(t => (long)t.Rows * t.Columns);
        long still = rule == LearningRuleKind.SignalPropagation ? 0 : torch.Network.Tensors.Where(t => t.Name.StartsWith("target", StringComparison.Ordinal)).Sum(t => (long)t.Rows * t.Columns);
        Assert.Equal(4 * (parameters + (2 * (parameters - buffers - still))), torch.Report.ParameterBytes);
    }

    [Fact]
    public void One_seed_gives_one_network_on_one_thread()
    {
        var options = new TrainingOptions { Epochs = 2, Threads = 1, Seed = 3 };
        float[] Train(TrainingOptions o) => Given.Tensors(new TorchSharpTrainer(o, TrainingDevice.Cpu).Train(s_networks["convolution"].Spec, Digits.Train).Network);
        float[] first = Train(options);
        Assert.Equal(first, Train(options));
        Assert.NotEqual(first, Train(options with { Seed = 4 }));
    }

    [Theory]
    [InlineData(TrainingDevice.Managed)]
    [InlineData(TrainingDevice.Auto)]
    public void Without_a_device_of_torch_the_network_is_the_managed_engines_bit_for_bit(TrainingDevice device)
    {
        var options = new TrainingOptions { Epochs = 2, Threads = 1 };
        var trainer = new TorchSharpTrainer(options, device);
        Assert.SkipWhen(trainer.Device == TrainingDevice.Cuda, "This machine has a GPU.");
        TrainingResult result = trainer.Train(s_networks["dense"].Spec, Digits.Train);
        Assert.Equal(Given.Tensors(new Trainer(options).Train(s_networks["dense"].Spec, Digits.Train).Network), Given.Tensors(result.Network));
        Assert.Equal(("managed", TrainingDevice.Managed), (result.Report.Device, trainer.Device));
        Assert.Equal(device == TrainingDevice.Auto, trainer.WhyManaged is not null);
    }
}
