using SigProp.TorchSharp.Running;
using SigProp.Training;

namespace SigProp.TorchSharp;

/// <summary>Trains networks by TorchSharp, on a GPU or on libtorch's CPU. What goes in and what comes out are the engine's: specifications, data, options,
/// progress, checkpoints and a trained managed <see cref="Network"/>, which answers, is saved and goes on learning without TorchSharp.</summary>
/// <remarks>
/// <para>Trains networks of dense, convolutional and spiking layers by signal propagation, with every target generator, loss and head, and for
/// comparison by backpropagation, feedback alignment, direct feedback alignment, local learning and the shallow rule. What it does not train is refused before
/// anything is learned.</para>
/// <para>Learning is local here too: autograd runs inside one layer, whose graph is released before the next layer runs.</para>
/// <para>The same seed draws the same first parameters, batches and dropout masks as the managed engine's; losses differ by rounding. On libtorch's CPU two
/// runs with as many <see cref="TrainingOptions.Threads"/> give the same network, bit for bit; on a GPU they may differ in their last bits, for libtorch adds up
/// in no fixed order there.</para>
/// <para>A checkpoint goes on where it was written: on the same device and in the same numbers. A <see cref="TrainingState"/> goes on everywhere.</para>
/// <para>The package TorchSharp comes without native code: add TorchSharp-cpu, or for a GPU TorchSharp-cuda-linux or TorchSharp-cuda-windows, in TorchSharp's
/// own version.</para>
/// </remarks>
public sealed class TorchSharpTrainer : Trainer
{
    private readonly TorchBackend? _backend;
    private readonly bool _mayFallBack;

    /// <summary>Makes a trainer for a device.</summary>
    /// <param name="options">How to train; the defaults where null.</param>
    /// <param name="device">What steps are taken on; default the GPU where one can be used, else the managed engine.</param>
    /// <exception cref="ConfigurationException">The device is unknown.</exception>
    /// <exception cref="PlatformNotSupportedException">libtorch, or the GPU, cannot be used; says which package to add.</exception>
    public TorchSharpTrainer(TrainingOptions? options = null, TrainingDevice device = TrainingDevice.Auto)
        : this(options, new TorchSharpOptions { Device = device })
    {
    }

    /// <summary>Makes a trainer.</summary>
    /// <param name="options">How to train; the defaults where null.</param>
    /// <param name="torch">The device, and how numbers are rounded there.</param>
    /// <exception cref="ConfigurationException">The options for TorchSharp are unsound; lists everything.</exception>
    /// <exception cref="PlatformNotSupportedException">libtorch, or the GPU, cannot be used; says which package to add.</exception>
    public TorchSharpTrainer(TrainingOptions? options, TorchSharpOptions torch)
        : base(options)
    {
        ArgumentNullException.ThrowIfNull(torch);
        ConfigurationException.ThrowIfAny("TorchSharp options", torch.Validate());
        Torch = torch;
        _mayFallBack = torch.Device == TrainingDevice.Auto;
        if (torch.Device == TrainingDevice.Managed)
        {
            return;
        }

        string? problem = LibTorch.WhyNot(torch.Device == TrainingDevice.Cpu ? TrainingDevice.Cpu : TrainingDevice.Cuda);
        if (problem is null)
        {
            _backend = new TorchBackend(torch, isCuda: torch.Device != TrainingDevice.Cpu);
        }
        else if (!_mayFallBack)
        {
            throw new PlatformNotSupportedException(problem);
        }

        WhyManaged = problem;
    }

    /// <summary>The device, and how numbers are rounded there.</summary>
    public TorchSharpOptions Torch { get; }

    /// <summary>What networks are trained on: <see cref="TrainingDevice.Cuda"/>, <see cref="TrainingDevice.Cpu"/> or <see cref="TrainingDevice.Managed"/>. With
    /// <see cref="TrainingDevice.Auto"/> the managed engine may still take a network that TorchSharp does not train; the report says so.</summary>
    public TrainingDevice Device => _backend is null ? TrainingDevice.Managed : _backend.IsCuda ? TrainingDevice.Cuda : TrainingDevice.Cpu;

    /// <summary>Where <see cref="TrainingDevice.Auto"/> came to the managed engine: why, a sentence, of the latest network where a GPU would be there; null
    /// otherwise.</summary>
    public string? WhyManaged { get; private set; }

    private protected override TrainingBackend BackendFor(NetworkSpec spec)
    {
        if (_backend is not null && _mayFallBack)
        {
            WhyManaged = _backend.Misfits(spec, Options).FirstOrDefault();
        }

        return _backend is not null && WhyManaged is null ? _backend : base.BackendFor(spec);
    }
}
