using SigProp.Data;

namespace SigProp.Cli.Input;

/// <summary>The rows of a CSV file.</summary>
internal sealed class TableData(string path, Table table) : InputData(path)
{
    private (LabelSource Source, Table Table)? _features;

    public override int Count => table.RowCount;

    public override bool HasColumns => true;

    public override string Place(int row) => $"{table.Name}, line {table.Line(row)}";

    public override IReadOnlyList<string> ClassNames(LabelSource source) => ClassLabels.Names(table, Column(source));

    public override int[] Labels(LabelSource source, IReadOnlyList<string> names) => ClassLabels.Indices(table, Column(source), names);

    public override float[] Values(LabelSource source) => NumberColumn.Read(table, Column(source), "a number to predict");

    public override float[]? Weights(LabelSource source)
    {
        if (source.Weight is not string column)
        {
            return null;
        }

        float[] weights = NumberColumn.Read(table, column, "a weight");
        int negative = Array.FindIndex(weights, w => w < 0);
        return negative < 0
            ? weights
            : throw new InputException($"{Place(negative)}, column '{column}': the weight is {Output.Format.Number(weights[negative])}; it must be at least 0.");
    }

    public override InputEncoding Fit(LabelSource source, int[] rows, bool unitRange)
    {
        string column = Column(source);
        if (_features is not (LabelSource known, Table features) || known != source)
        {
            features = Without(source, column);
            _features = (source, features);
        }

        TableEncoding encoding = TableEncoding.Fit(features, column, rows);
        encoding = unitRange ? encoding.InUnitRange(features.Select(rows)) : encoding;
        return encoding with
        {
            LeftOut =
            [
                .. encoding.LeftOut,
                .. LeftOut(source),
            ],
        };
    }

    public override void CheckFits(InputEncoding encoding)
    {
        if (ImageEncoding.ShapeOf(encoding) is ImageShape shape)
        {
            throw new InputException($"The model was trained on images of {ImageEncoding.Describe(shape)} pixels, and '{Path}' is a table.");
        }

        if (encoding is not TableEncoding)
        {
            throw new InputException($"The model takes {encoding.Width} features as they are, and '{Path}' is a table of named columns.");
        }
    }

    public override float[] Encode(InputEncoding encoding, int[] rows) => ((TableEncoding)encoding).Encode(table.Select(rows));

    /// <summary>The columns that were asked to be left out.</summary>
    public static IEnumerable<LeftOutColumn> LeftOut(LabelSource source)
        => source.Unused.Select(name => new LeftOutColumn(name, name == source.Weight ? "it holds the rows' weights" : "as --drop says"));

    /// <summary>The column of a table that holds what is to be predicted.</summary>
    /// <exception cref="InputException">None is named.</exception>
    public static string ColumnOf(string path, LabelSource source)
    {
        if (source.File is not null)
        {
            throw new InputException($"--labels goes with images, and '{path}' is a table; name its column with --label.");
        }

        return source.Column ?? throw new InputException(
            $"--label is missing; name the column of '{path}' that holds the classes, or with --target one that holds numbers to predict.");
    }

    private string Column(LabelSource source) => ColumnOf(Path, source);

    // The table without the columns that are to be left out.
    private Table Without(LabelSource source, string column)
    {
        int[] unused = [.. source.Unused.Select(table.Find)];
        if (unused.Length == 0)
        {
            return table;
        }

        if (source.Unused.Contains(column))
        {
            throw new InputException($"'{column}' is the column to predict; leave it out of {(column == source.Weight ? "--weight" : "--drop")}.");
        }

        int[] kept = [.. Enumerable.Range(0, table.ColumnNames.Count).Except(unused)];
        var builder = new TableBuilder(table.Name, [.. kept.Select(i => table.ColumnNames[i])]);
        for (int row = 0; row < table.RowCount; row++)
        {
            builder.Add([.. kept.Select(i => table.Column(i)[row])], table.Line(row));
        }

        return builder.Build();
    }
}
