using System.Runtime.ExceptionServices;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>A row of the input that stands for those of a batch, one after the other: what was read ahead of them is kept here, the model's answers
/// among it.</summary>
internal sealed class BatchRow : DataViewRow
{
    private readonly DataViewRowCursor _input;
    private readonly Dictionary<int, BufferedColumn> _columns = [];
    private readonly BufferedColumn[] _kept;
    private readonly ValueGetter<VBuffer<float>> _readFeatures;
    private readonly ValueGetter<DataViewRowId> _readId;
    private VBuffer<float> _features;
    private long[] _positions = [];
    private long[] _batches = [];
    private DataViewRowId[] _ids = [];
    private int _index = -1;

    /// <param name="input">The cursor that reads the input.</param>
    /// <param name="kept">The columns to keep.</param>
    /// <param name="feature">The model's features.</param>
    public BatchRow(DataViewRowCursor input, IEnumerable<DataViewSchema.Column> kept, DataViewSchema.Column feature)
    {
        _input = input;
        foreach (DataViewSchema.Column column in kept)
        {
            _columns.Add(column.Index, BufferedColumn.Create(input, column, Current));
        }

        _kept = [.. _columns.Values];
        _readFeatures = input.GetGetter<VBuffer<float>>(feature);
        _readId = input.GetIdGetter();
    }

    /// <summary>The model's answers; null until its columns have been bound to this row.</summary>
    public BatchAnswers? Answers { get; set; }

    /// <summary>Number of rows held.</summary>
    public int Count { get; private set; }

    public override long Position => _index < 0 ? -1 : _positions[_index];

    public override long Batch => _index < 0 ? 0 : _batches[_index];

    public override DataViewSchema Schema => _input.Schema;

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = _ids[Current()];

    public override bool IsColumnActive(DataViewSchema.Column column) => _columns.ContainsKey(column.Index);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        if (!_columns.TryGetValue(column.Index, out BufferedColumn? buffered))
        {
            throw new ArgumentOutOfRangeException(nameof(column), $"The column '{column.Name}' was not asked for.");
        }

        return buffered.Getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"The column '{column.Name}' holds {column.Type.RawType}; {typeof(TValue)} was asked for.");
    }

    /// <summary>The place of the current row.</summary>
    /// <exception cref="InvalidOperationException">There is none: the cursor has not begun, or has ended.</exception>
    public int Current() => _index >= 0 ? _index : throw new InvalidOperationException("The cursor is not at a row: it has not begun, or has ended.");

    /// <summary>Moves to the next row that is held.</summary>
    public bool MoveNext()
    {
        if (_index + 1 < Count)
        {
            _index++;
            return true;
        }

        Count = 0;
        _index = -1;
        return false;
    }

    /// <summary>Forgets all rows, and makes room for so many.</summary>
    public void Restart(int rows)
    {
        Count = 0;
        _index = -1;
        if (rows != _ids.Length)
        {
            Array.ForEach(_kept, column => column.Reserve(rows));
            Answers?.Reserve(rows);
            _positions = new long[rows];
            _batches = new long[rows];
            _ids = new DataViewRowId[rows];
        }

        Answers?.Clear();
    }

    /// <summary>Keeps the row that the input is at.</summary>
    /// <returns>False where a value could not be read.</returns>
    public bool Capture()
    {
        int index = Count;
        _positions[index] = _input.Position;
        _batches[index] = _input.Batch;
        _readId(ref _ids[index]);
        Count = index + 1;
        bool isRead = true;
        foreach (BufferedColumn column in _kept)
        {
            isRead &= column.Capture(index);
        }

        return isRead & CaptureFeatures();
    }

    private bool CaptureFeatures()
    {
        try
        {
            _readFeatures(ref _features);
            Answers?.Add(in _features);
            return true;
        }
#pragma warning disable CA1031 // Whatever the input throws is thrown again for the row that it was thrown for.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Answers?.AddFault(ExceptionDispatchInfo.Capture(exception));
            return false;
        }
    }
}
