using System.Reflection;
using SigProp.Training;

namespace SigProp.MLNet;

/// <summary>Makes the engine's trainers for a device. All devices but the managed engine are those of the package SigProp.TorchSharp, which is looked for when it
/// is needed: nothing here refers to it, so that who does not want it does not get it, nor libtorch.</summary>
internal sealed class DeviceTrainers
{
    private const string Package = "SigProp.TorchSharp";
    private const string TrainerType = "SigProp.TorchSharp.TorchSharpTrainer";

    private readonly ConstructorInfo? _constructor;
    private readonly TrainingDevice _device;

    private DeviceTrainers(ConstructorInfo? constructor, TrainingDevice device)
    {
        _constructor = constructor;
        _device = device;
    }

    /// <summary>Finds what trains on a device: for <see cref="TrainingDevice.Auto"/> the managed engine where the package is not there.</summary>
    /// <exception cref="PlatformNotSupportedException">The package is not there, or not in the engine's version.</exception>
    public static DeviceTrainers Find(TrainingDevice device)
    {
        if (device == TrainingDevice.Managed)
        {
            return new DeviceTrainers(null, device);
        }

        Assembly? assembly = PackageAssembly();
        return assembly is null && device != TrainingDevice.Auto
            ? throw new PlatformNotSupportedException(Missing(device))
            : new DeviceTrainers(assembly is null ? null : ConstructorIn(assembly), device);
    }

    /// <summary>Makes a trainer.</summary>
    /// <exception cref="PlatformNotSupportedException">libtorch, or the GPU, cannot be used; as the package's constructor throws it.</exception>
    public Trainer Create(TrainingOptions options) => _constructor is null
        ? new Trainer(options)
        : (Trainer)_constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [options, _device], null);

    /// <summary>Refuses what cannot be trained on the device, for which no row has to be known.</summary>
    /// <param name="network">The network, with inputs and classes still to be set.</param>
    /// <param name="options">How to train it.</param>
    /// <exception cref="ConfigurationException">The network cannot be trained there.</exception>
    /// <exception cref="PlatformNotSupportedException">The device cannot be used.</exception>
    public void Check(NetworkSpec network, TrainingOptions options)
    {
        if (_constructor is not null && Create(options).Validate(network, int.MaxValue) is { Count: > 0 } errors)
        {
            throw new ConfigurationException("training", errors);
        }
    }

    /// <summary>What is to be told of where a network was trained; null where only the managed engine was asked for.</summary>
    public string? Describe(Trainer trainer, TrainingReport report)
    {
        if (_device == TrainingDevice.Managed)
        {
            return null;
        }

        string? whyManaged = _constructor is null
            ? $"The package {Package} is not part of this application."
            : _constructor.DeclaringType!.GetProperty("WhyManaged")?.GetValue(trainer) as string;
        return $"Device is {_device}: trained on {report.Device}{(whyManaged is null ? "" : $". {whyManaged}")}";
    }

    /// <summary>The constructor that takes options and device. The package derives from what is not public in the engine, and goes with that of its own version
    /// alone.</summary>
    /// <exception cref="PlatformNotSupportedException">The package is of another version.</exception>
    internal static ConstructorInfo ConstructorIn(Assembly assembly)
    {
        string version = VersionOf(assembly), engine = VersionOf(typeof(Trainer).Assembly);
        return version == engine && assembly.GetType(TrainerType)?.GetConstructor([typeof(TrainingOptions), typeof(TrainingDevice)]) is ConstructorInfo constructor
            ? constructor
            : throw new PlatformNotSupportedException(
                $"The package {Package} is of version {version}, and the engine SigProp of version {engine}; reference both in the same version.");
    }

    private static Assembly? PackageAssembly()
    {
        try
        {
            return Assembly.Load(Package);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static string Missing(TrainingDevice device)
        => $"Device is {device}, and the package {Package}, which trains there, is not part of this application; add it together with "
            + (device == TrainingDevice.Cuda
                ? $"libtorch for a GPU, the package TorchSharp-cuda-linux or TorchSharp-cuda-windows, or set Device to {TrainingDevice.Auto} or {TrainingDevice.Managed}."
                : $"libtorch, the package TorchSharp-cpu, or set Device to {TrainingDevice.Managed}.");

    /// <summary>The version of an assembly's package, without the commit that the SDK appends.</summary>
    private static string VersionOf(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
