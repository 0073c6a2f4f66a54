using System.Reflection;
using System.Runtime.InteropServices;
using SigProp.Training;

namespace SigProp.TorchSharp.Running;

/// <summary>Finds out whether TorchSharp and its native libraries can be used, before they are.</summary>
/// <remarks>TorchSharp itself fails once and for all of the process where a library is missing, and writes a long trace to the console: so the libraries are
/// looked for first, in the way in which TorchSharp does.</remarks>
internal static class LibTorch
{
    // From this version on a tensor's gradient is a property.
    private static readonly Version s_least = new(0, 102, 5);

    private static readonly Lazy<string?> s_problem = new(FindProblem);

    // The type's name alone runs none of its code.
    private static bool IsOld => typeof(torch).Assembly.GetName().Version is Version found && found < s_least;

    private static string CudaPackage => RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? "TorchSharp-cuda-windows" : "TorchSharp-cuda-linux";

    /// <summary>The version of TorchSharp that is loaded.</summary>
    public static string Version => typeof(torch).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>The version of TorchSharp that this package was built with.</summary>
    public static string BuiltFor
        => typeof(LibTorch).Assembly.GetReferencedAssemblies().FirstOrDefault(a => a.Name == typeof(torch).Assembly.GetName().Name)?.Version?.ToString(3) ?? $"{s_least}";

    /// <summary>The packages that bring libtorch.</summary>
    public static string Packages => RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        ? "TorchSharp-cpu, or for a GPU TorchSharp-cuda-windows"
        : RuntimeInformation.IsOSPlatform(OSPlatform.Linux) ? "TorchSharp-cpu, or for a GPU TorchSharp-cuda-linux" : "TorchSharp-cpu";

    /// <summary>Why a device cannot be used, a sentence that names the package to add; null where it can be.</summary>
    public static string? WhyNot(TrainingDevice device) => IsOld
        ? $"TorchSharp {Version} is loaded, and SigProp.TorchSharp needs {s_least} or later; reference the package TorchSharp in a later version."
        : s_problem.Value is string problem
        ? $"{problem}; add the package {(device == TrainingDevice.Cuda ? CudaPackage : Packages)} in version {Version}, or choose the Device Managed or Auto."
        : device == TrainingDevice.Cuda ? WhyNoGpu() : null;

    private static string? FindProblem()
    {
        Assembly assembly = typeof(torch).Assembly;

        // LibTorchSharp is what TorchSharp calls; it finds libtorch where that is loaded already, or lies beside it.
        TryLoad("torch_cpu", assembly);
        if (!TryLoad("LibTorchSharp", assembly) && !IsInPackageFolder(assembly))
        {
            return $"libtorch, the native part of TorchSharp, was not found, or is not that of TorchSharp {Version}";
        }

        try
        {
            using Tensor one = torch.ones(1);
            return null;
        }
        catch (Exception e) when (e is TypeInitializationException or TypeLoadException or MissingMethodException or EntryPointNotFoundException
            or DllNotFoundException or ExternalException or NotSupportedException)
        {
            return $"libtorch, the native part of TorchSharp, could not be started ({FirstLine(e.GetBaseException().Message)})";
        }
    }

    private static string? WhyNoGpu()
    {
        try
        {
            return torch.cuda.is_available() ? null
                : "No CUDA GPU can be used: there is none, or its driver is missing, or libtorch is the one for processors; with an NVIDIA GPU add the package "
                    + $"{CudaPackage} in place of TorchSharp-cpu, or choose the Device Cpu, Managed or Auto.";
        }
        catch (Exception e) when (e is TypeInitializationException or ExternalException or NotSupportedException or EntryPointNotFoundException)
        {
            return $"No CUDA GPU can be used ({FirstLine(e.GetBaseException().Message)}); choose the Device Cpu, Managed or Auto.";
        }
    }

    /// <summary>Whether TorchSharp runs from a folder of packages, as in notebooks and scripts: there it gathers by itself what lies in several of them.</summary>
    private static bool IsInPackageFolder(Assembly assembly)
    {
        string[] folders = assembly.Location.Split(Path.DirectorySeparatorChar);
        return folders.Contains("torchsharp", StringComparer.OrdinalIgnoreCase) && folders.Contains("lib", StringComparer.OrdinalIgnoreCase);
    }

    private static bool TryLoad(string name, Assembly assembly)
    {
        try
        {
            return NativeLibrary.TryLoad(name, assembly, null, out _);
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    /// <summary>The first line of a message of libtorch, whose others are its stack.</summary>
    public static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd('\r', '.', ' ');
}
