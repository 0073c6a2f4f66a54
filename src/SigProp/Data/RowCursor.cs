namespace SigProp.Data;

/// <summary>One pass over the rows of a <see cref="RowSource"/>, forward only.</summary>
public abstract class RowCursor : IDisposable
{
    /// <summary>Reads the next row; without allocating memory where that is possible, for it is called for every row of every epoch.</summary>
    /// <param name="row">Takes the row. Only what the stream has needs to be written: its class is 0 and its weight 1 before.</param>
    /// <returns>False where there are no more rows; <paramref name="row"/> then has no meaning.</returns>
    /// <exception cref="DataFormatException">The row cannot be read; the message names its place.</exception>
    public abstract bool Read(in RowSlot row);

    /// <summary>Ends the pass.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the pass holds, such as an open file; nothing by default.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
