namespace SigProp.Numerics;

/// <summary>Packs the operands of a block; an item is one panel in one slice of the depth.</summary>
/// <remarks>The panels of the left operand come first, then those of the right one.</remarks>
internal readonly unsafe struct PackPanels(
    in GemmBlock block, in GemmOperand left, float* leftPanels, in GemmOperand right, float* rightPanels)
    : IJob
{
    private readonly GemmBlock _block = block;
    private readonly GemmOperand _left = left;
    private readonly GemmOperand _right = right;
    private readonly float* _leftPanels = leftPanels;
    private readonly float* _rightPanels = rightPanels;

    public int Count => _block.Slices * (_block.RowPanels + _block.ColumnPanels);

    public void Execute(int item)
    {
        GemmKernel kernel = _block.Kernel;
        int leftItems = _block.Slices * _block.RowPanels;
        bool isLeft = item < leftItems;
        int index = isLeft ? item : item - leftItems;
        int panels = isLeft ? _block.RowPanels : _block.ColumnPanels;
        int slice = index / panels;
        int panel = index % panels;
        int depth = slice * _block.SliceDepth;
        int depths = Math.Min(_block.SliceDepth, _block.Depths - depth);
        if (isLeft)
        {
            int line = panel * kernel.TileRows;
            int lines = Math.Min(kernel.TileRows, _block.Rows - line);
            float* target = _leftPanels + ((nint)depth * _block.Rows) + ((nint)line * depths);
            Pack(_left, _block.Row + line, lines, lines, _block.Depth + depth, depths, target);
        }
        else
        {
            int line = panel * kernel.TileColumns;
            int lines = Math.Min(kernel.TileColumns, _block.Columns - line);
            float* target = _rightPanels + ((nint)depth * _block.PaddedColumns) + ((nint)line * depths);
            Pack(_right, _block.Column + line, lines, kernel.PanelWidth(lines), _block.Depth + depth, depths, target);
        }
    }

    private static void Pack(in GemmOperand operand, int line, int lines, int width, int depth, int depths, float* panel)
    {
        fixed (float* source = &operand.Array[operand.IndexOf(line, depth)])
        {
            if (operand.LinesAreRows)
            {
                PanelPacking.Transpose(source, operand.Stride, lines, width, depths, panel);
            }
            else
            {
                PanelPacking.Copy(source, operand.Stride, lines, width, depths, panel);
            }
        }
    }
}
