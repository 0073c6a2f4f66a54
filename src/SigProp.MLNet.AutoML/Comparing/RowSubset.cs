using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>Some rows of a data view, told by their place in it.</summary>
/// <param name="source">All rows, the same in the same order each time they are read.</param>
/// <param name="isKept">For each row whether it is among them.</param>
internal sealed class RowSubset(IDataView source, bool[] isKept) : IDataView
{
    /// <summary>False: which rows are kept is told by their order.</summary>
    public bool CanShuffle => false;

    public DataViewSchema Schema => source.Schema;

    public long? GetRowCount() => isKept.Count(kept => kept);

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => new Cursor(source.GetRowCursor(columnsNeeded), isKept);

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded)];

    private sealed class Cursor(DataViewRowCursor rows, bool[] isKept) : DataViewRowCursor
    {
        private long _position = -1;

        public override long Position => _position;

        public override long Batch => 0;

        public override DataViewSchema Schema => rows.Schema;

        public override bool MoveNext()
        {
            while (rows.MoveNext())
            {
                if (isKept[rows.Position])
                {
                    _position++;
                    return true;
                }
            }

            return false;
        }

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column) => rows.GetGetter<TValue>(column);

        public override ValueGetter<DataViewRowId> GetIdGetter() => rows.GetIdGetter();

        public override bool IsColumnActive(DataViewSchema.Column column) => rows.IsColumnActive(column);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                rows.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
