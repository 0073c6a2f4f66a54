using System.Runtime.InteropServices;

namespace SigProp.TorchSharp.Learning;

/// <summary>The memory of tensors on any device, of which several may share some: views, and other names of the same numbers.</summary>
internal static partial class TensorBytes
{
    private static readonly Lazy<bool> s_canCount = new(CanCount);

    /// <summary>The bytes that the tensors hold, each storage counted once and as a whole: a view of a part holds all of it. 0 where TorchSharp does not
    /// tell.</summary>
    public static long Of(IEnumerable<Tensor?> tensors)
    {
        if (!s_canCount.Value)
        {
            return 0;
        }

        var storages = new Dictionary<nint, long>();
        foreach (Tensor tensor in tensors.OfType<Tensor>())
        {
            if (!tensor.IsInvalid)
            {
                storages[AddressOf(tensor.Handle)] = (long)SizeOf(tensor.Handle);
                GC.KeepAlive(tensor);
            }
        }

        return storages.Values.Sum();
    }

    /// <summary>Whether they can be counted: TorchSharp's native part is asked by names that are not promised to stay.</summary>
    private static bool CanCount()
    {
        try
        {
            using Tensor one = torch.ones(1);
            return AddressOf(one.Handle) != 0 && SizeOf(one.Handle) > 0;
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return false;
        }
    }

    // TorchSharp asks its native part for these, and shows them for some types of numbers only.
    [LibraryImport("LibTorchSharp", EntryPoint = "THSStorage_data_ptr")]
    private static partial nint AddressOf(nint tensor);

    [LibraryImport("LibTorchSharp", EntryPoint = "THSStorage_nbytes")]
    private static partial nuint SizeOf(nint tensor);
}
