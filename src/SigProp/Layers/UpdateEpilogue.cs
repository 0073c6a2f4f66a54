using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Layers;

/// <summary>The optimizer's step on each part of a weight's gradient while it is still in the cache.</summary>
internal readonly struct UpdateEpilogue(LayerOptimizer optimizer, int parameter) : IGemmEpilogue
{
    public void Apply(int row, int column, in MatrixView part)
        => optimizer.UpdateTile(parameter, row, column, part.Rows, part.Columns);
}
