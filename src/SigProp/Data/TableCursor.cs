namespace SigProp.Data;

/// <summary>One pass over the rows of a CSV file, encoded.</summary>
internal sealed class TableCursor : RowCursor
{
    private readonly TableRows _rows;
    private readonly TableColumn[] _columns;
    private readonly int[] _places;
    private readonly int[] _widths;
    private readonly RangeScaling? _range;
    private readonly int _predicted;
    private readonly int _weight = -1;
    private readonly IReadOnlyList<string> _classNames;
    private readonly Dictionary<string, int>? _classes;

    public TableCursor(string path, TableRoles roles, TableEncoding encoding, IReadOnlyList<string> classNames)
    {
        _rows = new TableRows(path);
        try
        {
            _columns = [.. encoding.Columns];
            _places = encoding.Places(_rows.Name, _rows.ColumnNames);
            _widths = [.. _columns.Select(c => c.Width)];
            _range = encoding.Range;
            _predicted = _rows.Find(roles.Predicted);
            _weight = roles.Weight is null ? -1 : _rows.Find(roles.Weight);
            _classNames = classNames;
            _classes = roles.OfNumbers ? null : classNames.Select((name, i) => (name, i)).ToDictionary(p => p.name, p => p.i, StringComparer.Ordinal);
        }
        catch
        {
            _rows.Dispose();
            throw;
        }
    }

    public override bool Read(in RowSlot row)
    {
        if (!_rows.Read())
        {
            return false;
        }

        Span<float> features = row.Features;
        features.Clear();
        int at = 0;
        for (int i = 0; i < _columns.Length; i++)
        {
            int width = _widths[i];
            if (_columns[i].Encode(_rows[_places[i]], features.Slice(at, width)) is string problem)
            {
                throw _rows.Error(_places[i], problem);
            }

            at += width;
        }

        _range?.Apply(features);
        if (_classes is null)
        {
            row.Values[0] = Number(_predicted, "a number to predict");
        }
        else
        {
            row.Label = Class();
        }

        if (_weight >= 0)
        {
            row.Weight = Weight();
        }

        return true;
    }

    protected override void Dispose(bool disposing)
    {
        _rows.Dispose();
        base.Dispose(disposing);
    }

    private int Class()
    {
        ReadOnlySpan<char> label = _rows[_predicted];
        return _classes!.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(label, out int index)
            ? index
            : throw _rows.Error(_predicted, ClassLabels.ProblemOf(label) ?? ClassLabels.Unknown(label, _classNames));
    }

    private float Weight()
    {
        float weight = Number(_weight, "a weight");
        return weight >= 0
            ? weight
            : throw _rows.Error(_weight, FormattableString.Invariant($"the weight is {weight}; it must be at least 0."));
    }

    private float Number(int column, string what)
    {
        ReadOnlySpan<char> cell = _rows[column];
        return Cell.Kind(cell, out double number) == CellKind.Number
            ? (float)number
            : throw _rows.Error(column, $"{(cell.IsWhiteSpace() ? "the value is missing" : $"'{cell}' is no number")}; every row needs {what}.");
    }
}
