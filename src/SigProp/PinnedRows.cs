namespace SigProp;

/// <summary>Rows of the caller's, pinned while a call lasts, so that other threads may work on them: a span cannot go there.</summary>
internal readonly unsafe struct PinnedRows<T>(T* start, int width)
    where T : unmanaged
{
    private readonly T* _start = start;

    /// <summary>Values in a row.</summary>
    public int Width { get; } = width;

    public Span<T> Slice(int first, int count) => new(_start + ((nint)first * Width), count * Width);

    public Span<T> this[int row] => Slice(row, 1);
}
