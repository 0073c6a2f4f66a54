using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>C = A B^T for rows as long as maps and few of them: read once where they lie, for packing them would cost more than the product.
/// An item is a slice of depth, so that threads share what has few elements.</summary>
/// <remarks>The slices are cut by the depth alone and added in order: the bits of an element depend on its row of A and its row of B alone.</remarks>
internal readonly unsafe struct DeepProduct : IJob
{
    /// <summary>The depth from which on it is the better way.</summary>
    public const int LeastDepth = 8_192;

    /// <summary>Steps of depth in a slice: a few rows of B stay in the cache while all of A goes by.</summary>
    private const int SliceDepth = 1_024;

    /// <summary>Rows of A and of B that are multiplied at once: their sums and they themselves fit into 16 registers.</summary>
    private const int TileRows = 2, TileColumns = 4;

    private readonly MatrixView _a;
    private readonly MatrixView _b;
    private readonly float* _sums;

    private DeepProduct(in MatrixView a, in MatrixView b, float* sums)
    {
        _a = a;
        _b = b;
        _sums = sums;
    }

    /// <summary>C = A B^T; overwrites C.</summary>
    /// <param name="context">Threads and scratch memory.</param>
    /// <param name="a">[m, k].</param>
    /// <param name="b">[n, k].</param>
    /// <param name="c">[m, n]; shares no memory with A or B.</param>
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    public static void Multiply(ComputeContext context, in MatrixView a, in MatrixView b, in MatrixView c)
    {
        if (a.Columns != b.Columns || c.Rows != a.Rows || c.Columns != b.Rows)
        {
            throw new ArgumentException($"The shapes do not fit: [{a.Rows}, {a.Columns}] times [{b.Rows}, {b.Columns}] turned "
                + $"into [{c.Rows}, {c.Columns}].", nameof(c));
        }

        int slices = GemmBlock.Parts(a.Columns, SliceDepth), elements = a.Rows * b.Rows;
        float* sums = context.LeftPanels.Get(slices * elements);
        context.Workers.Run(slices, new DeepProduct(a, b, sums));
        for (int i = 0; i < c.Rows; i++)
        {
            Span<float> row = c.Row(i);
            row.Clear();
            for (int slice = 0; slice < slices; slice++)
            {
                TensorPrimitives.Add(row, new ReadOnlySpan<float>(sums + ((nint)slice * elements) + (i * row.Length), row.Length), row);
            }
        }

        // The job knows the sums by address only; it is the context that keeps them.
        GC.KeepAlive(context);
    }

    public void Execute(int item)
    {
        int first = item * SliceDepth, depth = Math.Min(SliceDepth, _a.Columns - first);
        int rows = _a.Rows, columns = _b.Rows;
        float* sums = _sums + ((nint)item * rows * columns);
        fixed (float* a = &_a.Array[_a.Offset + first], b = &_b.Array[_b.Offset + first])
        {
            // Where rows remain that fill no tile, the last stands in for those that lack, and is written more than once.
            for (int i = 0; i < rows; i += TileRows)
            {
                for (int j = 0; j < columns; j += TileColumns)
                {
                    Tile(a, b, i, j, depth, sums);
                }
            }
        }
    }

    /// <summary>Eight sums, a vector each along the depth. Scalar equivalent: <c>sums[i * columns + j] = sum over p of a[i, p] b[j, p]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Tile(float* a, float* b, int i, int j, int depth, float* sums)
    {
        int columns = _b.Rows, lastRow = _a.Rows - 1, lastColumn = columns - 1;
        int i1 = Math.Min(i + 1, lastRow), j1 = Math.Min(j + 1, lastColumn), j2 = Math.Min(j + 2, lastColumn), j3 = Math.Min(j + 3, lastColumn);
        float* a0 = a + ((nint)i * _a.Stride), a1 = a + ((nint)i1 * _a.Stride);
        float* b0 = b + ((nint)j * _b.Stride), b1 = b + ((nint)j1 * _b.Stride);
        float* b2 = b + ((nint)j2 * _b.Stride), b3 = b + ((nint)j3 * _b.Stride);
        Vector<float> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        int p = 0;
        for (; p <= depth - Vector<float>.Count; p += Vector<float>.Count)
        {
            Vector<float> x0 = Vector.Load(a0 + p), x1 = Vector.Load(a1 + p);
            Vector<float> y = Vector.Load(b0 + p);
            s00 = Vector.MultiplyAddEstimate(x0, y, s00);
            s10 = Vector.MultiplyAddEstimate(x1, y, s10);
            y = Vector.Load(b1 + p);
            s01 = Vector.MultiplyAddEstimate(x0, y, s01);
            s11 = Vector.MultiplyAddEstimate(x1, y, s11);
            y = Vector.Load(b2 + p);
            s02 = Vector.MultiplyAddEstimate(x0, y, s02);
            s12 = Vector.MultiplyAddEstimate(x1, y, s12);
            y = Vector.Load(b3 + p);
            s03 = Vector.MultiplyAddEstimate(x0, y, s03);
            s13 = Vector.MultiplyAddEstimate(x1, y, s13);
        }

        // The remainder of the last slice, one step at a time.
        int rest = depth - p;
        float* row0 = sums + (i * columns), row1 = sums + (i1 * columns);
        row0[j] = Vector.Sum(s00) + Rest(a0 + p, b0 + p, rest);
        row0[j1] = Vector.Sum(s01) + Rest(a0 + p, b1 + p, rest);
        row0[j2] = Vector.Sum(s02) + Rest(a0 + p, b2 + p, rest);
        row0[j3] = Vector.Sum(s03) + Rest(a0 + p, b3 + p, rest);
        row1[j] = Vector.Sum(s10) + Rest(a1 + p, b0 + p, rest);
        row1[j1] = Vector.Sum(s11) + Rest(a1 + p, b1 + p, rest);
        row1[j2] = Vector.Sum(s12) + Rest(a1 + p, b2 + p, rest);
        row1[j3] = Vector.Sum(s13) + Rest(a1 + p, b3 + p, rest);
    }

    private static float Rest(float* a, float* b, int count)
    {
        float sum = 0;
        for (int p = 0; p < count; p++)
        {
            sum += a[p] * b[p];
        }

        return sum;
    }
}
