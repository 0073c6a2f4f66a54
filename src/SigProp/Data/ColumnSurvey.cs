namespace SigProp.Data;

/// <summary>Learns how a column becomes features from its cells, one by one and in constant memory, as <see cref="ColumnFit"/> does from all of
/// them.</summary>
internal sealed class ColumnSurvey(string name)
{
    /// <summary>Different texts that are counted; a column of more is an id, or those that came first are its levels.</summary>
    public const int MostCounted = 1 << 16;

    private readonly string _name = name;
    private long _rows;
    private long _missing;
    private long _numbers;
    private double _sum;
    private double _mean;
    private double _squares;
    private double _first;
    private bool _constant = true;
    private (string Cell, long Line)? _text;
    private (string Cell, long Line)? _notFinite;
    private Dictionary<string, int>? _counts;
    private bool _full;
    private bool _isId;

    /// <summary>Whether texts came after numbers, so that all cells have to be counted in a second pass.</summary>
    public bool NeedsRecount { get; private set; }

    public void Add(ReadOnlySpan<char> cell, long line)
    {
        CellKind kind = Cell.Kind(cell, out double value);
        _rows++;
        switch (kind)
        {
            case CellKind.Missing:
                _missing++;
                return;
            case CellKind.Number:
                AddNumber(value);
                break;
            case CellKind.NotFinite:
                _notFinite ??= (cell.ToString(), line);
                break;
            default:
                if (_text is null)
                {
                    _text = (cell.ToString(), line);
                    _counts = new Dictionary<string, int>(StringComparer.Ordinal);
                    NeedsRecount = _rows - _missing > 1;
                }

                break;
        }

        if (_counts is not null && !NeedsRecount)
        {
            CountText(cell, _rows - _missing);
        }
    }

    /// <summary>Counts a cell in the second pass.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="row">Its row, from 1.</param>
    public void Recount(ReadOnlySpan<char> cell, long row)
    {
        if (!Cell.IsMissing(cell))
        {
            CountText(cell, row);
        }
    }

    /// <summary>How the column becomes features, or why it does not.</summary>
    /// <exception cref="DataFormatException">A number is not finite.</exception>
    /// <param name="table">What messages call the table.</param>
    public (TableColumn? Column, string? Reason) Learn(string table)
    {
        if (_text is null && _notFinite is (string cell, long line))
        {
            throw new DataFormatException(FormattableString.Invariant($"{table}, line {line}, column '{_name}': the value is {cell}; {Cell.LeaveEmpty}"));
        }

        if (_missing == _rows)
        {
            return (null, "it holds no values");
        }

        if (_text is (string text, long at))
        {
            return ColumnFit.Category(_name, _counts!, _rows, _missing, _numbers, text, at, _isId);
        }

        return _constant && _missing == 0
            ? (null, FormattableString.Invariant($"its value is always {_first}"))
            : (ColumnFit.Numeric(_name, _sum / _numbers, _constant ? 0 : _squares / _numbers, _missing > 0), null);
    }

    // The sum of squares about the mean, as numbers come (Welford 1962).
    private void AddNumber(double value)
    {
        if (_numbers++ == 0)
        {
            _first = value;
        }

        _constant &= value == _first;
        _sum += value;
        double difference = value - _mean;
        _mean += difference / _numbers;
        _squares += difference * (value - _mean);
    }

    private void CountText(ReadOnlySpan<char> cell, long row)
    {
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> counts = _counts!.GetAlternateLookup<ReadOnlySpan<char>>();
        if (counts.TryGetValue(cell, out int count))
        {
            counts[cell] = count + (count < int.MaxValue ? 1 : 0);
        }
        else if (_counts.Count < MostCounted)
        {
            counts[cell] = 1;
        }
        else
        {
            // Full for the first time: nearly as many texts as rows so far are an id.
            _isId |= !_full && _counts.Count >= ColumnFit.Distinctive * (row - 1);
            _full = true;
        }
    }
}
