using SigProp.Tests;
using SigProp.TorchSharp.Running;
using SigProp.Training;

namespace SigProp.TorchSharp.Tests.Training;

/// <summary>What libtorch does not train, or a machine cannot, is said in one sentence before anything is learned.</summary>
public sealed class RefusalTests
{
    private static readonly NetworkSpec s_spec = NetworkSpec.Create(4, 3).Dense(6).Dense(5).Build();

    public static TheoryData<LearningRuleKind> OtherRules
        => [LearningRuleKind.DifferenceTargetPropagation, LearningRuleKind.ErrorForwardPropagation, LearningRuleKind.SyntheticGradients];

    [Fact]
    public void A_continuous_network_is_the_managed_engines()
    {
        NetworkSpec spec = NetworkSpec.Create(4, 3).Continuous().Dense(6).Dense(5).Build();
        AssertRefused(
            new TrainingOptions(), spec,
            "The device is cpu, and TorchSharp trains networks of dense, convolutional and spiking layers; the states of a continuous one settle in the managed engine. "
            + "Choose the Device Managed.");
    }

    [Theory]
    [MemberData(nameof(OtherRules))]
    public void Other_rules_are_the_managed_engines(LearningRuleKind rule)
    {
        string message = AssertRefused(
            new TrainingOptions { Rule = rule }, s_spec, $"Rule is {rule}, and the device is cpu; TorchSharp trains by SignalPropagation, Backpropagation");
        Assert.EndsWith("Choose one of these, or the Device Managed.", message.TrimEnd());
    }

    [Fact]
    public void Nothing_is_pipelined() => AssertRefused(
        new TrainingOptions { Pipeline = PipelineMode.On, Threads = 2 }, s_spec,
        "Pipeline is On, and the device is cpu; libtorch has the layers of a batch learn in turn. Choose Auto or Off, or the Device Managed.");

    [Theory]
    [InlineData(99, 0, false, "Device 99 is unknown; choose Managed, Auto, Cpu, Cuda.")]
    [InlineData(2, 99, false, "HalfFormat 99 is unknown; choose BFloat16 or Float16.")]
    [InlineData(2, 1, false, "HalfFormat is Float16 and Device is Cpu; libtorch's processor kernels do not multiply such numbers. Choose BFloat16, or the Device Cuda.")]
    [InlineData(2, 0, true, "TensorFloat32 is set and Device is Cpu; only a GPU rounds so. Leave TensorFloat32 out, or choose the Device Cuda or Auto.")]
    [InlineData(0, 0, true, "TensorFloat32 is set and Device is Managed; only a GPU rounds so. Leave TensorFloat32 out, or choose the Device Cuda or Auto.")]
    public void Options_that_do_not_go_together_are_refused(int device, int format, bool tensorFloat32, string sentence)
    {
        var options = new TorchSharpOptions { Device = (TrainingDevice)device, HalfFormat = (HalfFormat)format, TensorFloat32 = tensorFloat32 };
        Assert.Equal([sentence], options.Validate());
        Assert.Contains(sentence, Assert.Throws<ConfigurationException>(() => new TorchSharpTrainer(null, options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_those_that_are_documented()
    {
        Assert.Equal(new TorchSharpOptions { Device = TrainingDevice.Auto, HalfFormat = HalfFormat.BFloat16, TensorFloat32 = false }, new TorchSharpOptions());
        Assert.Empty(new TorchSharpOptions().Validate());
        Assert.Throws<ArgumentNullException>(() => new TorchSharpTrainer(null, null!));
    }

    [Fact]
    public void Without_a_GPU_the_package_to_add_is_named()
    {
        Assert.SkipWhen(LibTorch.WhyNot(TrainingDevice.Cuda) is null, "This machine has a GPU.");
        string message = Assert.Throws<PlatformNotSupportedException>(() => new TorchSharpTrainer(null, TrainingDevice.Cuda)).Message;
        Assert.StartsWith("No CUDA GPU can be used: there is none, or its driver is missing, or libtorch is the one for processors; with an NVIDIA GPU add the package TorchSharp-cuda-", message);
        Assert.EndsWith(" in place of TorchSharp-cpu, or choose the Device Cpu, Managed or Auto.", message);
        Assert.Equal(message, new TorchSharpTrainer().WhyManaged);
    }

    [Fact]
    public void A_run_that_cannot_begin_leaves_the_network_as_it_is_and_no_tensors()
    {
        TrainingResult other = new Trainer(new TrainingOptions { Epochs = 1, Threads = 1 }).Train(NetworkSpec.Create(4, 3).Dense(7).Build(), Given.Clouds(40));
        Network network = Network.Create(s_spec);
        float[] before = Given.Tensors(network);
        Assert.Throws<ArgumentException>("state", () => new TorchSharpTrainer(null, TrainingDevice.Cpu).TrainMore(network, other.State, Given.Clouds(40)));
        Assert.Equal(before, Given.Tensors(network));
    }

    [Fact]
    public void A_failure_of_libtorch_is_told_in_one_line()
    {
        var place = new TorchPlace(IsCuda: false, global::TorchSharp.torch.ScalarType.Float32, AllowsTensorFloat32: false);
        Exception failure = Assert.ThrowsAny<Exception>(() => global::TorchSharp.torch.zeros(2, 3).mm(global::TorchSharp.torch.zeros(2, 3)));
        Assert.True(TorchFailure.Is(failure));
        string message = TorchFailure.Of(failure, place, "a training step").Message;
        Assert.StartsWith("libtorch failed in a training step on the device cpu: ", message);
        Assert.DoesNotContain('\n', message);
    }

    private static string AssertRefused(TrainingOptions options, NetworkSpec spec, string sentence)
    {
        var trainer = new TorchSharpTrainer(options, TrainingDevice.Cpu);
        Assert.StartsWith(sentence, Assert.Single(trainer.Validate(spec, 40)));
        string message = Assert.Throws<ConfigurationException>(() => trainer.Train(spec, Given.Clouds(40))).Message;
        Assert.Contains(sentence, message, StringComparison.Ordinal);
        return message;
    }
}
