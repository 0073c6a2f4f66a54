using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>Reads a batch of rows ahead, has the model answer them together, and hands them out one by one.</summary>
/// <remarks>Batches begin small and grow, so that who looks at a few rows does not wait for many. An error of the input comes with the row that it
/// belongs to.</remarks>
internal sealed class BatchCursor : DataViewRowCursor
{
    /// <summary>Rows of the first batch, so that the first answer of a source that goes on for ever waits for one row.</summary>
    internal const int FirstRows = 1;

    /// <summary>More rows make a network no faster.</summary>
    internal const int MostRows = 256;

    /// <summary>What a batch may take up, in bytes.</summary>
    private const long MostBytes = 16 << 20;

    private readonly DataViewRowCursor _input;
    private readonly BatchRow _batch;
    private readonly DataViewRow _output;
    private readonly int _mostRows;
    private int _rows;
    private bool _isAtEnd;
    private ExceptionDispatchInfo? _fault;

    /// <param name="input">Reads the input.</param>
    /// <param name="batch">Takes its rows.</param>
    /// <param name="output">Gives a row of all columns for a row of the batch.</param>
    /// <param name="bytesOfRow">About how much a row takes up.</param>
    public BatchCursor(DataViewRowCursor input, BatchRow batch, DataViewRow output, long bytesOfRow)
    {
        _input = input;
        _batch = batch;
        _output = output;
        _mostRows = (int)Math.Clamp(MostBytes / bytesOfRow, 1, MostRows);
    }

    public override long Position => _batch.Position;

    public override long Batch => _batch.Batch;

    public override DataViewSchema Schema => _output.Schema;

    public override ValueGetter<DataViewRowId> GetIdGetter() => _batch.GetIdGetter();

    public override bool IsColumnActive(DataViewSchema.Column column) => _output.IsColumnActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!IsColumnActive(column))
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' was not asked for.");
        }

        return _output.GetGetter<TValue>(column);
    }

    public override bool MoveNext()
    {
        if (_batch.MoveNext())
        {
            return true;
        }

        ThrowFault();
        if (_isAtEnd)
        {
            return false;
        }

        _rows = _rows == 0 ? Math.Min(FirstRows, _mostRows) : Math.Min(2 * _rows, _mostRows);
        Fill();
        if (_batch.MoveNext())
        {
            return true;
        }

        ThrowFault();
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _isAtEnd = true;
            _fault = null;
            _batch.Restart(0);
            _output.Dispose();
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Fill()
    {
        _batch.Restart(_rows);
        try
        {
            while (_batch.Count < _rows)
            {
                if (!_input.MoveNext())
                {
                    _isAtEnd = true;
                    return;
                }

                if (!_batch.Capture())
                {
                    return;
                }
            }
        }
#pragma warning disable CA1031 // Whatever the input throws is thrown again where its row would come.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _fault = ExceptionDispatchInfo.Capture(exception);
        }
    }

    private void ThrowFault()
    {
        ExceptionDispatchInfo? fault = _fault;
        _fault = null;
        fault?.Throw();
    }
}
