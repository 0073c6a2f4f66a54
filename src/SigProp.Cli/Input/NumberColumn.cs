using System.Globalization;
using SigProp.Data;

namespace SigProp.Cli.Input;

/// <summary>Reads a column of which every row must hold a number.</summary>
internal static class NumberColumn
{
    /// <param name="table">The rows.</param>
    /// <param name="column">The column.</param>
    /// <param name="what">What a row needs, for messages.</param>
    /// <exception cref="DataFormatException">There is no such column.</exception>
    /// <exception cref="InputException">A row holds no number.</exception>
    public static float[] Read(Table table, string column, string what)
    {
        IReadOnlyList<string> cells = table.Column(table.Find(column));
        float[] numbers = new float[cells.Count];
        for (int row = 0; row < numbers.Length; row++)
        {
            string cell = cells[row];
            if (!ClassLabels.AreNumbers([cell]))
            {
                string problem = string.IsNullOrWhiteSpace(cell) ? "the value is missing" : $"'{cell}' is no number";
                throw new InputException($"{table.Name}, line {table.Line(row)}, column '{column}': {problem}; every row needs {what}.");
            }

            numbers[row] = (float)double.Parse(cell, NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        return numbers;
    }
}
