namespace SigProp.Data;

/// <summary>Rows to learn from that need not fit into memory: they are read from the first to the last in every epoch, and once before, when
/// they are counted and measured. Every pass has to give the same rows in the same order.</summary>
public abstract class RowSource
{
    /// <summary>Features a row, at least 1.</summary>
    public abstract int Width { get; }

    /// <summary>Number of classes, at least 2; 0 (default) for regression.</summary>
    public virtual int ClassCount => 0;

    /// <summary>Values to predict a row; 0 (default) where the rows hold classes.</summary>
    public virtual int Outputs => 0;

    /// <summary>Whether the rows have weights of their own; false (default) where all weigh 1.</summary>
    public virtual bool HasWeights => false;

    /// <summary>Whether the rows hold values to predict, and not classes.</summary>
    public bool IsRegression => Outputs > 0;

    /// <summary>Begins a pass over all rows. One pass is disposed of before the next begins; it may be read on another thread than the one that
    /// began it, by one thread at a time.</summary>
    public abstract RowCursor Open();
}
