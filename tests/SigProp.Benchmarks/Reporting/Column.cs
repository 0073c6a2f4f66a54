namespace SigProp.Benchmarks;

/// <summary>A column of a <see cref="ResultTable"/>.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Key">Its name in JSON.</param>
/// <param name="Decimals">Digits after the point, on the screen and in JSON.</param>
/// <param name="Unit">What follows every number, such as <c> %</c>; not in JSON.</param>
internal sealed record Column(string Name, string Key, int Decimals = 0, string Unit = "")
{
    /// <summary>A cell as text: a number with thousands separators, nothing for null.</summary>
    public string Text(object? cell) => cell switch
    {
        null => "",
        double or float => ((IFormattable)cell).ToString($"N{Decimals}", null) + Unit,
        int or long => $"{cell:N0}{Unit}",
        _ => cell.ToString() ?? "",
    };

    /// <summary>A cell as JSON has it.</summary>
    public object? Value(object? cell) => cell switch
    {
        double.NaN or double.PositiveInfinity or double.NegativeInfinity => null,
        double number => Math.Round(number, Decimals),
        float number => Math.Round(number, Decimals),
        _ => cell,
    };
}
