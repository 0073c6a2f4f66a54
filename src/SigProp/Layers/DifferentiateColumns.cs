using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>Takes a gradient back through an activation, and adds up its rows; an item is a block of columns.</summary>
/// <param name="activation">f.</param>
/// <param name="gradient">dL/dy, [n, width]; becomes dL/dz.</param>
/// <param name="output">y = f(z), [n, width].</param>
/// <param name="sums">Takes the sums over the rows, in order; may be empty.</param>
internal readonly struct DifferentiateColumns(ActivationFunction activation, in MatrixView gradient, in MatrixView output, in MatrixView sums) : IJob
{
    /// <summary>Columns of an item: whole cache lines.</summary>
    private const int BlockColumns = 64;

    private readonly MatrixView _gradient = gradient;
    private readonly MatrixView _output = output;
    private readonly MatrixView _sums = sums;

    public int Count => GemmBlock.Parts(_gradient.Columns, BlockColumns);

    // dL/dz = dL/dy * f'(z); dL/db = the sum of dL/dz over the rows
    public void Execute(int item)
    {
        int column = item * BlockColumns, columns = Math.Min(BlockColumns, _gradient.Columns - column);
        for (int i = 0; i < _gradient.Rows; i++)
        {
            activation.MultiplyByDerivative(_gradient.Row(i).Slice(column, columns), _output.Row(i).Slice(column, columns), 1f);
        }

        if (_sums.Rows > 0)
        {
            RowOperations.ColumnSums(Part(_gradient, column, columns), _sums.Row(0).Slice(column, columns));
        }
    }

    private static MatrixView Part(in MatrixView matrix, int column, int columns)
        => new(matrix.Array, matrix.Offset + column, matrix.Rows, columns, matrix.Stride);
}
