using System.Runtime.InteropServices;

namespace SigProp.Numerics;

/// <summary>Takes all that a run needs to go on, leaf by leaf and in a fixed order: to write it, to fill it with what was written, or to sum it up. One
/// walk serves all of them, so that what is read is what was written.</summary>
internal abstract class StateWalk
{
    // A span of bytes holds fewer numbers than an array.
    private const int NumbersAtOnce = 1 << 24;

    /// <summary>Whether the leaves take what was written; otherwise they are left as they are.</summary>
    public abstract bool Fills { get; }

    /// <summary>Takes some numbers.</summary>
    public void Visit<T>(Span<T> numbers)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian)
        {
            throw new PlatformNotSupportedException("Checkpoints are little-endian, and so must the machine be.");
        }

        for (int start = 0; start < numbers.Length; start += NumbersAtOnce)
        {
            Visit(MemoryMarshal.AsBytes(numbers.Slice(start, Math.Min(NumbersAtOnce, numbers.Length - start))));
        }
    }

    /// <summary>Takes some numbers.</summary>
    public void Visit<T>(T[] numbers)
        where T : unmanaged
        => Visit(numbers.AsSpan());

    /// <summary>Takes one number.</summary>
    public void Visit<T>(ref T number)
        where T : unmanaged
        => Visit(MemoryMarshal.CreateSpan(ref number, 1));

    /// <summary>Takes some bytes.</summary>
    protected abstract void Visit(Span<byte> bytes);
}
