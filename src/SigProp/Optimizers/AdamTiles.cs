using SigProp.Numerics;

namespace SigProp.Optimizers;

/// <summary>As <see cref="UpdateTiles"/>, for Adam, whose divisions and square roots are then done between the steps of the product.</summary>
/// <param name="tiles">For tiles that are not whole.</param>
/// <param name="factors">The step's numbers.</param>
/// <param name="values">The parameter, pinned.</param>
/// <param name="first">First moments, pinned.</param>
/// <param name="second">Second moments, pinned.</param>
/// <param name="stride">Columns of the parameter.</param>
internal readonly unsafe struct AdamTiles(in UpdateTiles tiles, in AdamFactors factors, float* values, float* first, float* second, int stride)
    : ISideConsumer<AdamTile>
{
    private readonly UpdateTiles _tiles = tiles;
    private readonly AdamFactors _factors = factors;
    private readonly float* _values = values;
    private readonly float* _first = first;
    private readonly float* _second = second;

    public void Prefetch(int row, int column, int rows, int columns) => _tiles.Prefetch(row, column, rows, columns);

    public void Take(int row, int column, int rows, int columns, float* tile, nint tileStride)
        => _tiles.Take(row, column, rows, columns, tile, tileStride);

    public AdamTile Begin(int row, int column, float* tile)
    {
        nint at = ((nint)row * stride) + column;
        return new AdamTile(_values + at, _first + at, _second + at, stride, tile, _factors);
    }
}
