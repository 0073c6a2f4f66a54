namespace SigProp.Numerics;

/// <summary>Packs the operands of a block; an item is a panel of the operand that has more of them, and its share of the other's.</summary>
/// <remarks>So a thread packs the same part of both operands, the part whose tiles are its own in what follows.</remarks>
internal readonly unsafe struct PackPanels(
    in GemmBlock block, in GemmOperand left, float* leftPanels, in GemmOperand right, float* rightPanels)
    : IJob
{
    private readonly GemmBlock _block = block;
    private readonly GemmOperand _left = left;
    private readonly GemmOperand _right = right;
    private readonly float* _leftPanels = leftPanels;
    private readonly float* _rightPanels = rightPanels;

    public int Count => Math.Max(_block.RowPanels, _block.ColumnPanels);

    public void Execute(int item)
    {
        for (int panel = GemmBlock.PartStart(_block.RowPanels, Count, item); panel < GemmBlock.PartStart(_block.RowPanels, Count, item + 1); panel++)
        {
            PackLeft(panel);
        }

        for (int panel = GemmBlock.PartStart(_block.ColumnPanels, Count, item); panel < GemmBlock.PartStart(_block.ColumnPanels, Count, item + 1); panel++)
        {
            PackRight(panel);
        }
    }

    private void PackLeft(int panel)
    {
        int line = panel * _block.Kernel.TileRows;
        int lines = Math.Min(_block.Kernel.TileRows, _block.Rows - line);
        for (int depth = 0; depth < _block.Depths; depth += _block.SliceDepth)
        {
            int depths = Math.Min(_block.SliceDepth, _block.Depths - depth);
            float* target = _leftPanels + ((nint)depth * _block.Rows) + ((nint)line * depths);
            Pack(_left, _block.Row + line, lines, lines, _block.Depth + depth, depths, target);
        }
    }

    private void PackRight(int panel)
    {
        int line = panel * _block.Kernel.TileColumns;
        int lines = Math.Min(_block.Kernel.TileColumns, _block.Columns - line);
        for (int depth = 0; depth < _block.Depths; depth += _block.SliceDepth)
        {
            int depths = Math.Min(_block.SliceDepth, _block.Depths - depth);
            float* target = _rightPanels + ((nint)depth * _block.PaddedColumns) + ((nint)line * depths);
            Pack(_right, _block.Column + line, lines, _block.Kernel.PanelWidth(lines), _block.Depth + depth, depths, target);
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
