namespace SigProp.Numerics;

/// <summary>Takes the tiles of a matrix product that is never stored as a whole.</summary>
/// <remarks>Called by several threads at once, in any order. Tiles do not overlap and together cover the product; they depend on the kernel and the
/// shapes, not on the number of threads.</remarks>
internal unsafe interface ITileConsumer
{
    /// <summary>Asks the memory for what <see cref="Take"/> will want of the same tile, which is about to be computed.</summary>
    void Prefetch(int row, int column, int rows, int columns);

    /// <summary>Takes a finished tile.</summary>
    /// <param name="row">Row of the product at which the tile begins.</param>
    /// <param name="column">Column of the product at which the tile begins.</param>
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="columns">Columns of the tile.</param>
    /// <param name="tile">Element (i, j) at i * stride + j; valid during the call.</param>
    /// <param name="stride">Distance between two rows of the tile.</param>
    void Take(int row, int column, int rows, int columns, float* tile, nint stride);
}
