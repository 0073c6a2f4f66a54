namespace SigProp.Numerics;

/// <summary>A part of a matrix product that is packed and multiplied at one go, and how it is cut up.</summary>
/// <remarks>
/// <para>The depth is cut into slices by the depth of the whole product alone: each element is the sum, in order, of its slices. Rows
/// and columns are cut into panels, and panels are gathered into tiles, the items that threads share; neither has a bearing on the bits,
/// and nothing depends on the number of threads.</para>
/// <para>Packed, the left operand is slice after slice, in each panel after panel, in each step after step of depth; so is the right one,
/// whose last panel is padded to whole vectors.</para>
/// </remarks>
internal readonly struct GemmBlock
{
    /// <summary>Steps of depth in a slice, at most: two panels of this depth fit into the level 2 cache with room to spare.</summary>
    public const int MostSliceDepth = 400;

    /// <summary>Rows and columns of a tile, at most: enough tiles for many threads, each still wide.</summary>
    private const int MostTileRows = 48;
    private const int MostTileColumns = 256;

    /// <summary>Tiles that a small block is still cut into, if it has the panels.</summary>
    private const int LeastTiles = 8;

    public GemmBlock(GemmKernel kernel, int row, int rows, int column, int columns, int depth, int depths, int sliceDepth)
    {
        Kernel = kernel;
        Row = row;
        Rows = rows;
        Column = column;
        Columns = columns;
        Depth = depth;
        Depths = depths;
        SliceDepth = sliceDepth;
        RowPanels = Parts(rows, kernel.TileRows);
        ColumnPanels = Parts(columns, kernel.TileColumns);
        PaddedColumns = PaddedTo(kernel, columns);
        RowTiles = Parts(RowPanels, MostTileRows / kernel.TileRows);
        ColumnTiles = Math.Max(
            Parts(ColumnPanels, MostTileColumns / kernel.TileColumns), Math.Min(ColumnPanels, LeastTiles / RowTiles));
    }

    public GemmKernel Kernel { get; }

    public int Row { get; }

    public int Rows { get; }

    public int Column { get; }

    public int Columns { get; }

    /// <summary>The step of depth at which the block begins.</summary>
    public int Depth { get; }

    /// <summary>Steps of depth in the block.</summary>
    public int Depths { get; }

    public int SliceDepth { get; }

    public int RowPanels { get; }

    public int ColumnPanels { get; }

    /// <summary>Columns of the packed right operand.</summary>
    public int PaddedColumns { get; }

    public int RowTiles { get; }

    public int ColumnTiles { get; }

    public int Slices => Parts(Depths, SliceDepth);

    /// <summary>First row of the block in tile <paramref name="rowTile"/>, and the first behind it.</summary>
    public (int First, int End) RowsOf(int rowTile) => (
        Kernel.TileRows * PartStart(RowPanels, RowTiles, rowTile),
        Math.Min(Rows, Kernel.TileRows * PartStart(RowPanels, RowTiles, rowTile + 1)));

    /// <summary>First column of the block in tile <paramref name="columnTile"/>, and the first behind it.</summary>
    public (int First, int End) ColumnsOf(int columnTile) => (
        Kernel.TileColumns * PartStart(ColumnPanels, ColumnTiles, columnTile),
        Math.Min(Columns, Kernel.TileColumns * PartStart(ColumnPanels, ColumnTiles, columnTile + 1)));

    /// <summary>Slices as even as they can be, none deeper than <see cref="MostSliceDepth"/>; a function of the depth alone.</summary>
    public static int SliceDepthFor(int depth)
    {
        int even = Parts(Math.Max(depth, 1), Parts(Math.Max(depth, 1), MostSliceDepth));
        return (even + 7) & ~7;
    }

    /// <summary><paramref name="columns"/> with the last panel padded to whole vectors.</summary>
    public static int PaddedTo(GemmKernel kernel, int columns)
    {
        int whole = (columns - 1) / kernel.TileColumns * kernel.TileColumns;
        return whole + kernel.PanelWidth(columns - whole);
    }

    public static int Parts(int whole, int most) => (whole + most - 1) / most;

    /// <summary>Where part <paramref name="index"/> begins when <paramref name="whole"/> is cut into even parts.</summary>
    public static int PartStart(int whole, int parts, int index) => (int)((long)whole * index / parts);
}
