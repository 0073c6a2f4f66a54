using SigProp.Training;

namespace SigProp.TorchSharp;

/// <summary>What is asked of libtorch besides <see cref="TrainingOptions"/>; immutable data, validated as a whole.</summary>
public sealed record TorchSharpOptions
{
    /// <summary>What steps are taken on; default <see cref="TrainingDevice.Auto"/>: the GPU where one can be used, else the managed engine.</summary>
    public TrainingDevice Device { get; init; } = TrainingDevice.Auto;

    /// <summary>What libtorch computes in where the precision is <see cref="TrainingPrecision.Half"/>; default <see cref="HalfFormat.BFloat16"/>. The managed engine,
    /// to which <see cref="TrainingDevice.Auto"/> may come, has 16 bits of its own.</summary>
    public HalfFormat HalfFormat { get; init; } = HalfFormat.BFloat16;

    /// <summary>Whether a GPU may round the factors of products and convolutions in 32 bits to 10 bits of mantissa (TF32), which is several times as fast on
    /// those that have units for it; default false. For CUDA alone: elsewhere there is nothing to round.</summary>
    public bool TensorFloat32 { get; init; }

    /// <summary>Everything that is wrong with these options, a sentence each; empty where they are sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        var errors = new List<string>();
        if (!Enum.IsDefined(Device))
        {
            errors.Add($"Device {(int)Device} is unknown; choose {string.Join(", ", Enum.GetNames<TrainingDevice>())}.");
        }

        if (!Enum.IsDefined(HalfFormat))
        {
            errors.Add($"HalfFormat {(int)HalfFormat} is unknown; choose {string.Join(" or ", Enum.GetNames<HalfFormat>())}.");
        }
        else if (HalfFormat == HalfFormat.Float16 && Device == TrainingDevice.Cpu)
        {
            errors.Add("HalfFormat is Float16 and Device is Cpu; libtorch's processor kernels do not multiply such numbers. Choose BFloat16, or the Device Cuda.");
        }

        if (HalfFormat != HalfFormat.BFloat16 && Device == TrainingDevice.Managed)
        {
            errors.Add($"HalfFormat is {HalfFormat} and Device is Managed; the managed engine's 16 bits are its own (TrainingPrecision.Half). Leave HalfFormat out, or choose the Device Cuda.");
        }

        if (TensorFloat32 && Device is TrainingDevice.Cpu or TrainingDevice.Managed)
        {
            errors.Add($"TensorFloat32 is set and Device is {Device}; only a GPU rounds so. Leave TensorFloat32 out, or choose the Device Cuda or Auto.");
        }

        return errors;
    }
}
