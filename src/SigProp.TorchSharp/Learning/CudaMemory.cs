using System.Runtime.InteropServices;

namespace SigProp.TorchSharp.Learning;

/// <summary>The driver's count of a GPU's memory in use: TorchSharp shows none of libtorch's own counters.</summary>
internal static partial class CudaMemory
{
    private static readonly bool s_isThere = IsThere();

    /// <summary>Bytes in use on the current GPU, by all processes; 0 where the driver does not tell.</summary>
    public static long Used() => s_isThere && GetInfo(out nuint free, out nuint total) == 0 ? (long)(total - free) : 0;

    private static bool IsThere()
    {
        NativeLibrary.SetDllImportResolver(typeof(CudaMemory).Assembly, (name, assembly, path) => name != "cuda" ? 0
            : NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "nvcuda.dll" : "libcuda.so.1", out nint driver) ? driver : 0);
        try
        {
            return GetInfo(out _, out _) == 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    [LibraryImport("cuda", EntryPoint = "cuMemGetInfo_v2")]
    private static partial int GetInfo(out nuint free, out nuint total);
}
