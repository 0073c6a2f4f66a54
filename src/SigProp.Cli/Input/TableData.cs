using SigProp.Data;

namespace SigProp.Cli.Input;

/// <summary>The rows of a CSV file.</summary>
internal sealed class TableData(string path, Table table) : InputData(path)
{
    public override int Count => table.RowCount;

    public override bool HasColumns => true;

    public override string Place(int row) => $"{table.Name}, line {table.Line(row)}";

    public override IReadOnlyList<string> ClassNames(LabelSource source) => ClassLabels.Names(table, Column(source));

    public override int[] Labels(LabelSource source, IReadOnlyList<string> names) => ClassLabels.Indices(table, Column(source), names);

    public override InputEncoding Fit(LabelSource source, int[] rows) => TableEncoding.Fit(table, Column(source), rows);

    public override void CheckFits(InputEncoding encoding)
    {
        if (encoding is PixelScaling pixels)
        {
            throw new InputException($"The model was trained on images of {pixels.Height} x {pixels.PixelsAcross} pixels, and '{Path}' is a table.");
        }

        if (encoding is not TableEncoding)
        {
            throw new InputException($"The model takes {encoding.Width} features as they are, and '{Path}' is a table of named columns.");
        }
    }

    public override float[] Encode(InputEncoding encoding, int[] rows) => ((TableEncoding)encoding).Encode(table.Select(rows));

    private string Column(LabelSource source)
    {
        if (source.File is not null)
        {
            throw new InputException($"--labels goes with images, and '{Path}' is a table; name its column with --label.");
        }

        return source.Column ?? throw new InputException($"--label is missing; name the column of '{Path}' that holds the classes.");
    }
}
