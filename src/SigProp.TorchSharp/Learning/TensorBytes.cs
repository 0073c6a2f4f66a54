using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SigProp.TorchSharp.Learning;

/// <summary>The memory of tensors on libtorch's CPU, of which several may share some.</summary>
internal static class TensorBytes
{
    /// <summary>The bytes that the tensors lie over, each counted once.</summary>
    public static long Of(IEnumerable<Tensor?> tensors)
    {
        List<(long Start, long End)> runs = [];
        foreach (Tensor tensor in tensors.OfType<Tensor>())
        {
            // A view that leaves gaps is of a tensor that is there too, or was: its own extent would count what is no longer.
            if (!tensor.IsInvalid && tensor.numel() > 0 && tensor.is_contiguous())
            {
                long start = StartOf(tensor);
                runs.Add((start, start + (tensor.numel() * tensor.element_size())));
            }
        }

        runs.Sort();
        long bytes = 0, end = long.MinValue;
        foreach ((long from, long to) in runs)
        {
            bytes += Math.Max(0, to - Math.Max(from, end));
            end = Math.Max(end, to);
        }

        return bytes;
    }

    private static unsafe long StartOf(Tensor tensor) => (long)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
