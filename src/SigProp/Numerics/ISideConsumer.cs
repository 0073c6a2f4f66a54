namespace SigProp.Numerics;

/// <summary>Takes whole tiles in steps, which are done while the next tile is being computed.</summary>
internal unsafe interface ISideConsumer<TWork> : ITileConsumer
    where TWork : struct, ISideWork
{
    /// <summary>The work that <see cref="ITileConsumer.Take"/> would do with a whole tile; the tile stays as it is until that is done.</summary>
    TWork Begin(int row, int column, float* tile);
}
