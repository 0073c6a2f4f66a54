using Microsoft.ML;

namespace SigProp.MLNet.Tests;

/// <summary>A data view that counts the cursors opened on it.</summary>
internal sealed class CountedView(IDataView data) : IDataView
{
    public int Cursors { get; private set; }

    public bool CanShuffle => data.CanShuffle;

    public DataViewSchema Schema => data.Schema;

    public long? GetRowCount() => data.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        Cursors++;
        return data.GetRowCursor(columnsNeeded, rand);
    }

    public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        Cursors += n;
        return data.GetRowCursorSet(columnsNeeded, n, rand);
    }
}
