namespace SigProp.Numerics;

/// <summary>A matrix W, [n, k], packed once for products x W^T: the order in which kernels read a right operand.</summary>
/// <remarks>Panel after panel of <see cref="GemmKernel.TileColumns"/> rows of W, each through the whole depth; the last is padded to whole
/// vectors. Never changed once made, so any number of threads may read it; only who has made one of a shape fills it again, while nobody reads it.</remarks>
internal sealed unsafe class PackedMatrix
{
    private readonly AlignedBuffer _buffer = new();
    private readonly float* _panels;

    /// <param name="kernel">The kernel that is to read it.</param>
    /// <param name="matrix">W, [n, k], neither of them 0.</param>
    public PackedMatrix(GemmKernel kernel, in MatrixView matrix)
        : this(kernel, matrix.Rows, matrix.Columns)
        => Fill(matrix, isTransposed: false);

    /// <summary>Room for a matrix of a shape, to be filled as often as it changes.</summary>
    /// <param name="kernel">The kernel that is to read it.</param>
    /// <param name="columns">Rows of W, at least 1.</param>
    /// <param name="depth">Columns of W, at least 1.</param>
    public PackedMatrix(GemmKernel kernel, int columns, int depth)
    {
        Kernel = kernel;
        Columns = columns;
        Depth = depth;
        _panels = _buffer.Get(checked(GemmBlock.PaddedTo(kernel, Columns) * Depth));
    }

    /// <summary>Packs W, [n, k], or the transposed of [k, n].</summary>
    public void Fill(in MatrixView matrix, bool isTransposed)
    {
        for (int column = 0; column < Columns; column += Kernel.TileColumns)
        {
            int lines = Math.Min(Kernel.TileColumns, Columns - column), width = Kernel.PanelWidth(lines);
            fixed (float* source = &matrix.Array[matrix.Offset])
            {
                if (isTransposed)
                {
                    PanelPacking.Copy(source + column, matrix.Stride, lines, width, Depth, Panel(column));
                }
                else
                {
                    PanelPacking.Transpose(source + ((nint)column * matrix.Stride), matrix.Stride, lines, width, Depth, Panel(column));
                }
            }
        }
    }

    /// <summary>The kernel whose panels these are.</summary>
    public GemmKernel Kernel { get; }

    /// <summary>Rows of W, which are columns of the product.</summary>
    public int Columns { get; }

    /// <summary>Columns of W.</summary>
    public int Depth { get; }

    /// <summary>The panel that begins with <paramref name="column"/>, a multiple of <see cref="GemmKernel.TileColumns"/>: element (p, j) at p
    /// times its width + j.</summary>
    /// <remarks>The address does not keep the matrix alive: its user must.</remarks>
    public float* Panel(int column) => _panels + ((nint)column * Depth);
}
