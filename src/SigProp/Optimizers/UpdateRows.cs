using SigProp.Numerics;

namespace SigProp.Optimizers;

/// <summary>Updates a parameter by its gradient; an item is a block of rows.</summary>
internal readonly struct UpdateRows(LayerOptimizer optimizer, int parameter, int rows, int rowsInItem) : IJob
{
    public void Execute(int item)
        => optimizer.UpdateRows(parameter, item * rowsInItem, Math.Min(rowsInItem, rows - (item * rowsInItem)));
}
