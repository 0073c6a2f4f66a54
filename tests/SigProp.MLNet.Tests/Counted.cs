using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.Tests;

/// <summary>Data that counts the rows it gave and tells which columns were asked for, and that fails where it is told to.</summary>
internal sealed class Counted(IDataView inner) : IDataView
{
    /// <summary>Rows moved to, by all cursors.</summary>
    public int Moves;

    /// <summary>Cursors not disposed of.</summary>
    public int Open;

    /// <summary>The columns of the last cursor.</summary>
    public string[] Asked { get; private set; } = [];

    /// <summary>Moving to this row fails.</summary>
    public long FailsAt { get; init; } = -1;

    /// <summary>Reading this column in the row <see cref="FailsReadingAt"/> fails.</summary>
    public string? FailsReading { get; init; }

    public long FailsReadingAt { get; init; } = -1;

    public bool CanShuffle => inner.CanShuffle;

    public DataViewSchema Schema => inner.Schema;

    public long? GetRowCount() => inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Note(columnsNeeded);
        return new Cursor(this, inner.GetRowCursor(columnsNeeded, rand));
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        Note(columnsNeeded);
        return [.. inner.GetRowCursorSet(columnsNeeded, n, rand).Select(c => new Cursor(this, c))];
    }

    private void Note(IEnumerable<DataViewSchema.Column> columns) => Asked = [.. columns.Select(c => c.Name).Distinct().Order(StringComparer.Ordinal)];

    private sealed class Cursor : DataViewRowCursor
    {
        private readonly Counted _data;
        private readonly DataViewRowCursor _input;
        private bool _isDisposed;

        public Cursor(Counted data, DataViewRowCursor input)
        {
            (_data, _input) = (data, input);
            Interlocked.Increment(ref data.Open);
        }

        public override long Position => _input.Position;

        public override long Batch => _input.Batch;

        public override DataViewSchema Schema => _input.Schema;

        public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => _input.IsColumnActive(column);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<TValue> read = _input.GetGetter<TValue>(column);
            return column.Name != _data.FailsReading ? read : (ref TValue value) =>
            {
                if (Position == _data.FailsReadingAt)
                {
                    throw new FormatException($"The column '{column.Name}' of row {Position} cannot be read.");
                }

                read(ref value);
            };
        }

        public override bool MoveNext()
        {
            Interlocked.Increment(ref _data.Moves);
            return Position + 1 == _data.FailsAt ? throw new IOException($"Row {_data.FailsAt} cannot be read.") : _input.MoveNext();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_isDisposed)
            {
                _isDisposed = true;
                Interlocked.Decrement(ref _data.Open);
                _input.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
