using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>How a batch of maps, [rows, channels x positions], falls into tiles for the threads and into pieces for sums.</summary>
/// <remarks>
/// <para>A function of shapes alone, so that sums taken piece by piece do not depend on the number of threads; and where a tile ends
/// within a row does not depend on the number of rows, so that a row's values do not depend on its neighbours.</para>
/// <para>Maps of many positions are wide: a piece is one channel of one row, a run of positions with a constant for all. The others
/// are narrow: a tile is a block of rows, worked on row by row with constants laid out along the columns, and a piece is one channel
/// of that block.</para>
/// </remarks>
internal readonly struct ChannelTiles
{
    /// <summary>The most columns of a narrow tile.</summary>
    public const int MostColumns = 512;

    /// <summary>The longest run of positions worked on at once: small enough for the nearest cache, with all that goes with it.</summary>
    public const int LongestRun = 2_048;

    private const int LeastWidePositions = 64;
    private const int Elements = 16_384;

    private readonly int _rowsInTile;
    private readonly int _channelsInTile;
    private readonly int _tilesInRow;

    /// <summary>Divides <paramref name="maps"/>, whose rows hold one channel after the other.</summary>
    /// <exception cref="ArgumentException">The columns are no multiple of the channels.</exception>
    public ChannelTiles(in MatrixView maps, int channels)
    {
        if (maps.Columns % channels != 0)
        {
            throw new ArgumentException($"Rows of {maps.Columns} columns do not hold {channels} channels of one size.", nameof(maps));
        }

        Rows = maps.Rows;
        Channels = channels;
        Positions = maps.Columns / channels;
        IsWide = Positions >= LeastWidePositions;
        _channelsInTile = Math.Clamp((IsWide ? Elements : MostColumns) / Math.Max(1, Positions), 1, channels);
        _rowsInTile = Math.Max(1, Elements / Math.Max(1, _channelsInTile * Positions));
        _tilesInRow = ((channels - 1) / _channelsInTile) + 1;
    }

    public int Rows { get; }

    public int Channels { get; }

    public int Positions { get; }

    public bool IsWide { get; }

    public int Count => (((Rows - 1) / _rowsInTile) + 1) * _tilesInRow;

    /// <summary>Number of rows in a piece; the last may have less.</summary>
    public int RowsInPiece => IsWide ? 1 : _rowsInTile;

    /// <summary>Number of pieces of each channel.</summary>
    public int Pieces => ((Rows - 1) / RowsInPiece) + 1;

    /// <summary>Number of values in a piece.</summary>
    public int ValuesInPiece(int piece) => Math.Min(RowsInPiece, Rows - (piece * RowsInPiece)) * Positions;

    public ChannelTile Tile(int item)
    {
        int firstRow = item / _tilesInRow * _rowsInTile, firstChannel = item % _tilesInRow * _channelsInTile;
        return new ChannelTile(firstRow, Math.Min(_rowsInTile, Rows - firstRow),
            firstChannel, Math.Min(_channelsInTile, Channels - firstChannel));
    }

    /// <summary>The tiles from the last to the first: a second pass in this order finds in the cache what the first left there.</summary>
    public ChannelTile TileFromEnd(int item) => Tile(Count - 1 - item);

    /// <summary>The columns of a narrow tile in one of the rows.</summary>
    public Span<float> Columns(in ChannelTile tile, Span<float> row)
        => row.Slice(tile.FirstChannel * Positions, tile.Channels * Positions);

    /// <summary>columns[channel, position] = the value of the tile's channel.</summary>
    public void Spread(in ChannelTile tile, ReadOnlySpan<float> values, Span<float> columns)
    {
        for (int i = 0; i < tile.Channels; i++)
        {
            columns.Slice(i * Positions, Positions).Fill(values[tile.FirstChannel + i]);
        }
    }

    /// <summary>The sum over the positions of one of a narrow tile's channels.</summary>
    public double Fold(ReadOnlySpan<float> columns, int channelInTile)
    {
        double sum = 0;
        foreach (float value in columns.Slice(channelInTile * Positions, Positions))
        {
            sum += value;
        }

        return sum;
    }
}
