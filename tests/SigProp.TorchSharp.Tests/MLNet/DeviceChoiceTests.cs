using Microsoft.ML;
using Microsoft.ML.Runtime;
using SigProp.MLNet;
using SigProp.MLNet.Tests;
using SigProp.Training;
using static TorchSharp.torch;

namespace SigProp.TorchSharp.Tests.MLNet;

/// <summary>What ML.NET's option <c>Device</c> comes to in an application with the package and libtorch for the processor.</summary>
public sealed class DeviceChoiceTests
{
    private const string NeedsNoGpu = "This machine has a GPU that libtorch can use";

    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string> Trainers => [.. AnyTrainer.Names.Where(name => !name.StartsWith("ContinuousEP", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Auto_without_a_GPU_is_the_managed_engine(string name)
    {
        Assert.SkipWhen(cuda.is_available(), NeedsNoGpu);
        IDataView data = Blobs.Load(_context);
        var messages = new Messages(_context);
        AnyTrainer auto = TrainerOn(name, TrainingDevice.Auto), managed = TrainerOn(name, TrainingDevice.Managed);

        Model model = auto.ModelOf(auto.Fit(data));

        Assert.Contains(messages.Of(ChannelMessageKind.Info), m => m.StartsWith("Device is Auto: trained on managed. No CUDA GPU can be used", StringComparison.Ordinal));
        Assert.Equal("managed", model.Training!.Device);
        Assert.Equal(TensorsOf(managed.ModelOf(managed.Fit(data))), TensorsOf(model));
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Cuda_without_a_GPU_is_refused_before_any_row_is_read(string name)
    {
        Assert.SkipWhen(cuda.is_available(), NeedsNoGpu);
        var data = new CountedView(Blobs.Load(_context));

        string message = Assert.Throws<PlatformNotSupportedException>(() => TrainerOn(name, TrainingDevice.Cuda).Fit(data)).Message;

        Assert.StartsWith("No CUDA GPU can be used", message, StringComparison.Ordinal);
        Assert.EndsWith("or choose the Device Cpu, Managed or Auto.", message, StringComparison.Ordinal);
        Assert.Equal(0, data.Cursors);
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void The_channel_and_the_report_tell_of_the_device(string name)
    {
        var messages = new Messages(_context);
        AnyTrainer trainer = TrainerOn(name, TrainingDevice.Cpu);

        Model model = trainer.ModelOf(trainer.Fit(Blobs.Load(_context)));

        Assert.Equal("cpu", model.Training!.Device);
        Assert.Contains("Device is Cpu: trained on cpu", messages.Of(ChannelMessageKind.Info));
    }

    /// <summary>The reason is known from the options, and reading may take long.</summary>
    [Fact]
    public void A_network_that_libtorch_does_not_train_is_refused_before_any_row_is_read()
    {
        var data = new CountedView(Blobs.Load(_context));
        AnyTrainer trainer = TrainerOn("SignalPropagation", TrainingDevice.Cpu, o => o.Pipeline = PipelineMode.On);

        Assert.Contains("Pipeline", Assert.Throws<ConfigurationException>(() => trainer.Fit(data)).Message, StringComparison.Ordinal);
        Assert.Equal(0, data.Cursors);
    }

    [Fact]
    public void The_managed_engine_stays_the_default()
    {
        AnyTrainer trainer = AnyTrainer.Of(_context, "SignalPropagation");

        Assert.Equal("managed", trainer.ModelOf(trainer.Fit(Blobs.Load(_context))).Training!.Device);
    }

    private AnyTrainer TrainerOn(string name, TrainingDevice device, Action<LayeredTrainerOptions>? change = null)
        => AnyTrainer.Of(_context, name, o =>
        {
            var options = (LayeredTrainerOptions)o;
            options.Device = device;
            change?.Invoke(options);
        });

    private static float[] TensorsOf(Model model)
        => [.. model.Network.Tensors.SelectMany(t => model.Network.GetTensor(t.Name).ToArray())];
}
