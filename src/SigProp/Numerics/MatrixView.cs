namespace SigProp.Numerics;

/// <summary>A row-major matrix of 32-bit floats laid over a part of an array: <c>value(i, j) = array[offset + i * stride + j]</c>.</summary>
/// <remarks>A view owns nothing and copies nothing; it may be stored and handed to other threads, which a span may not.</remarks>
internal readonly struct MatrixView
{
    /// <summary>Lays a view of <paramref name="rows"/> x <paramref name="columns"/> over <paramref name="array"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The view does not fit into the array.</exception>
    public MatrixView(float[] array, int offset, int rows, int columns, int stride)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, columns);
        if (rows > 0 && (long)offset + ((long)(rows - 1) * stride) + columns > array.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(rows),
                $"A {rows} x {columns} view with stride {stride} at offset {offset} does not fit into an array of {array.Length}.");
        }

        Array = array;
        Offset = offset;
        Rows = rows;
        Columns = columns;
        Stride = stride;
    }

    /// <summary>Lays a dense view over the beginning of <paramref name="array"/>.</summary>
    public MatrixView(float[] array, int rows, int columns)
        : this(array, 0, rows, columns, columns)
    {
    }

    public float[] Array { get; }

    public int Offset { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Distance between the starts of two rows, in elements.</summary>
    public int Stride { get; }

    public bool IsDense => Stride == Columns;

    public ref float this[int row, int column] => ref Array[Offset + (row * Stride) + column];

    public Span<float> Row(int row) => Array.AsSpan(Offset + (row * Stride), Columns);

    /// <summary>All elements of a view without gaps between its rows.</summary>
    /// <exception cref="InvalidOperationException">There are gaps.</exception>
    public Span<float> Elements => IsDense || Rows <= 1
        ? Array.AsSpan(Offset, Rows * Columns)
        : throw new InvalidOperationException($"A view with stride {Stride} and {Columns} columns has gaps between its rows.");

    public MatrixView Slice(int firstRow, int rows) => new(Array, Offset + (firstRow * Stride), rows, Columns, Stride);
}
