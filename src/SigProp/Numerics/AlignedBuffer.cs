using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>Scratch memory that begins at a 64-byte boundary, grows on demand and is used again.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int Alignment = 64;

    private float[] _array = [];
    private float* _start;

    /// <summary>Room for at least <paramref name="length"/> elements of any value, valid until more is asked for.</summary>
    /// <remarks>The address does not keep the buffer alive: its user must.</remarks>
    public float* Get(int length)
    {
        if (_array.Length < length + (Alignment / sizeof(float)))
        {
            // Pinned for life, so that its address may be kept. The old array goes first: the two need not be alive together.
            _start = null;
            _array = [];
            _array = GC.AllocateUninitializedArray<float>(length + (Alignment / sizeof(float)), pinned: true);
            nuint address = (nuint)Unsafe.AsPointer(ref _array[0]);
            _start = (float*)((address + (Alignment - 1)) & ~(nuint)(Alignment - 1));
        }

        return _start;
    }
}
