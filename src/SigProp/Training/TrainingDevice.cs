namespace SigProp.Training;

/// <summary>What a network is trained on. The trained network is the same kind of thing from everywhere, and answers by the managed engine.</summary>
public enum TrainingDevice
{
    /// <summary>The managed engine on the processor: no native code, and the fastest on a processor for most networks.</summary>
    Managed,

    /// <summary>The graphics processor by the package SigProp.TorchSharp where one can be used, and the managed engine where none can: without the package,
    /// without libtorch, without a GPU, or for a network that TorchSharp does not train.</summary>
    Auto,

    /// <summary>libtorch on the processor, by the package SigProp.TorchSharp.</summary>
    Cpu,

    /// <summary>libtorch on the first CUDA graphics processor, by the package SigProp.TorchSharp.</summary>
    Cuda,
}
