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

    internal override string? Encode(ReadOnlySpan<char> cell, Span<float> features)
    {
        switch (Cell.Kind(cell, out double value))
        {
            case CellKind.Missing:
                if (MarksMissing)
                {
                    features[1] = 1f;
                }

                return null;
            case CellKind.Number:
                features[0] = (float)((value - Mean) / Deviation);
                return float.IsFinite(features[0])
                    ? null
                    : string.Create(CultureInfo.InvariantCulture, $"{cell} is too far from the training rows' mean of {Mean:G4} to be used.");
            case CellKind.NotFinite:
                return $"the value is {cell}; {Cell.LeaveEmpty}";
            default:
                return $"'{cell}' is not a number, and this column held only numbers in training.";
        }
    }
}
