using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using SigProp.Training;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>What trainers are trained on, in an application without the package SigProp.TorchSharp, which this one is.</summary>
public sealed class DeviceTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string> Layered => [.. AnyTrainer.Names.Where(name => !name.StartsWith("ContinuousEP", StringComparison.Ordinal))];

    [Fact]
    public void The_package_is_not_here()
        => Assert.Throws<FileNotFoundException>(() => Assembly.Load("SigProp.TorchSharp"));

    [Theory]
    [MemberData(nameof(Layered))]
    public void Without_the_package_a_device_of_its_own_is_refused_before_any_row_is_read(string name)
    {
        var data = new CountedView(Blobs.Load(_context));

        string MessageFor(TrainingDevice device, bool streaming)
        {
            AnyTrainer trainer = TrainerOn(name, device, o => o.Streaming = streaming);
            Exception exception = Assert.Throws<PlatformNotSupportedException>(() => trainer.Fit(data));
            Assert.Equal(exception.Message, Assert.Throws<PlatformNotSupportedException>(() => trainer.Validated(data, data)).Message);
            return exception.Message;
        }

        Assert.Equal(
            "Device is Cpu, and the package SigProp.TorchSharp, which trains there, is not part of this application; add it "
                + "together with libtorch, the package TorchSharp-cpu, or set Device to Managed.",
            MessageFor(TrainingDevice.Cpu, streaming: false));
        Assert.Equal(
            "Device is Cuda, and the package SigProp.TorchSharp, which trains there, is not part of this application; add it "
                + "together with libtorch for a GPU, the package TorchSharp-cuda-linux or TorchSharp-cuda-windows, or set Device to Auto or Managed.",
            MessageFor(TrainingDevice.Cuda, streaming: true));
        Assert.Equal(0, data.Cursors);
    }

    [Theory]
    [MemberData(nameof(Layered))]
    public void Without_the_package_it_is_refused_before_any_new_row_is_read(string name)
    {
        ITransformer model = TrainerOn(name, TrainingDevice.Managed).Fit(Blobs.Load(_context));
        var data = new CountedView(Blobs.Load(_context));
        AnyTrainer trainer = TrainerOn(name, TrainingDevice.Cuda);

        Assert.Throws<PlatformNotSupportedException>(() => trainer.More(data, model));
        Assert.Throws<PlatformNotSupportedException>(() => trainer.MoreValidated(data, data, model));
        Assert.Equal(0, data.Cursors);
    }

    [Theory]
    [MemberData(nameof(Layered))]
    public void Without_the_package_Auto_is_the_managed_engine(string name)
    {
        IDataView data = Blobs.Load(_context);
        AnyTrainer auto = TrainerOn(name, TrainingDevice.Auto);
        AnyTrainer managed = TrainerOn(name, TrainingDevice.Managed);

        ITransformer model = auto.Fit(data);
        ITransformer expected = managed.Fit(data);

        Assert.Equal("managed", auto.ModelOf(model).Training!.Device);
        Assert.Equal(BytesOf(managed.ModelOf(expected)), BytesOf(auto.ModelOf(model)));
        Assert.Equal(BytesOf(managed.ModelOf(managed.More(data, expected))), BytesOf(auto.ModelOf(auto.More(data, model))));
    }

    [Fact]
    public void The_channel_tells_of_a_package_that_Auto_does_not_find()
    {
        var messages = new Messages(_context);

        TrainerOn("SignalPropagation", TrainingDevice.Managed).Fit(Blobs.Load(_context));
        Assert.DoesNotContain(messages.Of(ChannelMessageKind.Info), m => m.Contains("Device", StringComparison.Ordinal));
        TrainerOn("SignalPropagation", TrainingDevice.Auto).Fit(Blobs.Load(_context));

        Assert.Contains(
            "Device is Auto: trained on managed. The package SigProp.TorchSharp is not part of this application.", messages.Of(ChannelMessageKind.Info));
        Assert.Empty(messages.Of(ChannelMessageKind.Warning));
    }

    [Fact]
    public void An_embedding_is_trained_where_its_trainer_is()
    {
        var options = new SignalPropagationTrainer.Options { LabelColumnName = "Key", Device = TrainingDevice.Cpu };
        SignalPropagationTrainer trainer = _context.MulticlassClassification.Trainers.SignalPropagation(options);
        var data = new CountedView(Blobs.Load(_context));

        string message = Assert.Throws<PlatformNotSupportedException>(() => _context.Transforms.SigPropEmbedding("Embedding", trainer).Fit(data)).Message;

        Assert.Contains("Device is Cpu", message, StringComparison.Ordinal);
        Assert.Equal(0, data.Cursors);
    }

    [Theory]
    [MemberData(nameof(Layered))]
    public void An_unknown_device_is_refused_when_the_trainer_is_made(string name)
        => Assert.Contains(
            "Device 9 is unknown; choose Managed, Auto, Cpu, Cuda.",
            Assert.Throws<ConfigurationException>(() => TrainerOn(name, (TrainingDevice)9)).Errors);

    [Fact]
    public void Coupled_states_are_trained_by_the_managed_engine_alone()
        => Assert.Null(typeof(ContinuousEPOptions).GetProperty("Device"));

    [Fact]
    public void A_package_that_the_engine_does_not_know_is_refused()
    {
        Assembly other = typeof(MLContext).Assembly;
        string message = Assert.Throws<PlatformNotSupportedException>(() => DeviceTrainers.ConstructorIn(other)).Message;

        Assert.StartsWith("The package SigProp.TorchSharp is of version ", message, StringComparison.Ordinal);
        Assert.EndsWith("; reference both in the same version.", message, StringComparison.Ordinal);
    }

    private AnyTrainer TrainerOn(string name, TrainingDevice device, Action<LayeredTrainerOptions>? change = null)
        => AnyTrainer.Of(_context, name, o =>
        {
            var options = (LayeredTrainerOptions)o;
            options.Device = device;
            change?.Invoke(options);
        });

    /// <summary>The model as it is saved, without the report, which tells how long training took.</summary>
    private static byte[] BytesOf(Model model)
    {
        using var stream = new MemoryStream();
        new Model(model.Network, model.ClassNames, model.Encoding).Save(stream);
        return stream.ToArray();
    }
}
