using System.Globalization;

namespace SigProp.Data;

/// <summary>A column of numbers, standardised: (x - mean) / deviation. A missing number takes the mean's place and becomes 0.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Mean">The mean of the training rows' numbers.</param>
/// <param name="Deviation">Their standard deviation, above 0; 1 where it would be 0.</param>
/// <param name="MarksMissing">Whether a second feature is 1 where the number is missing; only where training rows lacked some.</param>
public sealed record NumericColumn(string Name, double Mean, double Deviation, bool MarksMissing) : TableColumn(Name)
{
    /// <inheritdoc/>
    public override int Width => MarksMissing ? 2 : 1;

    internal override void Encode(Table table, int row, int column, Span<float> features)
    {
        string text = table.Column(column)[row];
        switch (Cell.Kind(text, out double value))
        {
            case CellKind.Missing:
                if (MarksMissing)
                {
                    features[1] = 1f;
                }

                break;
            case CellKind.Number:
                features[0] = (float)((value - Mean) / Deviation);
                if (!float.IsFinite(features[0]))
                {
                    throw table.Error(row, column, string.Create(
                        CultureInfo.InvariantCulture, $"{text} is too far from the training rows' mean of {Mean:G4} to be used."));
                }

                break;
            case CellKind.NotFinite:
                throw table.Error(row, column, $"the value is {text}; {Cell.LeaveEmpty}");
            default:
                throw table.Error(row, column, $"'{text}' is not a number, and this column held only numbers in training.");
        }
    }
}
