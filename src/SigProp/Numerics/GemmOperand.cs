namespace SigProp.Numerics;

/// <summary>One operand of a matrix product, seen as lines that are cut into panels.</summary>
/// <remarks>The lines are rows of the left operand, columns of the right one. Each line has one element for every step of depth, the dimension that is summed over.</remarks>
internal readonly struct GemmOperand
{
    private GemmOperand(in MatrixView view, bool linesAreRows)
    {
        Array = view.Array;
        Offset = view.Offset;
        Stride = view.Stride;
        LinesAreRows = linesAreRows;
        Lines = linesAreRows ? view.Rows : view.Columns;
        Depth = linesAreRows ? view.Columns : view.Rows;
    }

    public float[] Array { get; }

    public int Offset { get; }

    public int Stride { get; }

    /// <summary>Whether the elements of a line lie side by side; otherwise those of a step of depth do.</summary>
    public bool LinesAreRows { get; }

    public int Lines { get; }

    public int Depth { get; }

    public static GemmOperand Left(in MatrixView view, bool transpose) => new(view, !transpose);

    public static GemmOperand Right(in MatrixView view, bool transpose) => new(view, transpose);

    /// <summary>Index in <see cref="Array"/> of a line's element at a step of depth.</summary>
    public int IndexOf(int line, int depth) => Offset + (LinesAreRows ? (line * Stride) + depth : (depth * Stride) + line);
}
