using System.Runtime.InteropServices;

namespace SigProp.Numerics;

/// <summary>How many items of a range have been taken in the run under way; alone in its cache lines.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct ItemRange
{
    // The run's number in the upper half, items taken in the lower. What is of another run counts as nothing taken, so that nobody has to begin
    // with a reset.
    [FieldOffset(64)]
    private long _taken;

    /// <summary>The number of an item that nobody else gets, from 0; -1 where none is left.</summary>
    /// <param name="run">The run's number; no two runs that follow each other have the same.</param>
    /// <param name="items">Items of the range.</param>
    public int Take(int run, int items)
    {
        long taken = Volatile.Read(ref _taken);
        while (true)
        {
            int count = (int)(taken >> 32) == run ? (int)taken : 0;
            if (count >= items)
            {
                return -1;
            }

            long seen = Interlocked.CompareExchange(ref _taken, ((long)run << 32) | (uint)(count + 1), taken);
            if (seen == taken)
            {
                return count;
            }

            taken = seen;
        }
    }

    /// <summary>Leaves nothing to be taken in this run.</summary>
    public void Close(int run) => Volatile.Write(ref _taken, ((long)run << 32) | int.MaxValue);
}
