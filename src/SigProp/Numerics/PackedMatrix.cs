namespace SigProp.Numerics;

/// <summary>A matrix W, [n, k], packed once for products x W^T: the order in which kernels read a right operand.</summary>
/// <remarks>Panel after panel of <see cref="GemmKernel.TileColumns"/> rows of W, each through the whole depth; the last is padded to whole
/// vectors. Never changed once made, so any number of threads may read it.</remarks>
internal sealed unsafe class PackedMatrix
{
    private readonly AlignedBuffer _buffer = new();
    private readonly float* _panels;

    /// <param name="kernel">The kernel that is to read it.</param>
    /// <param name="matrix">W, [n, k], neither of them 0.</param>
    public PackedMatrix(GemmKernel kernel, in MatrixView matrix)
    {
        Kernel = kernel;
        Columns = matrix.Rows;
        Depth = matrix.Columns;
        _panels = _buffer.Get(checked(GemmBlock.PaddedTo(kernel, Columns) * Depth));
        for (int column = 0; column < Columns; column += kernel.TileColumns)
        {
            int lines = Math.Min(kernel.TileColumns, Columns - column);
            fixed (float* source = matrix.Row(column))
            {
                PanelPacking.Transpose(source, matrix.Stride, lines, kernel.PanelWidth(lines), Depth, Panel(column));
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
