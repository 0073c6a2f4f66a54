namespace SigProp.Cli.Input;

/// <summary>Where what is to be predicted is, and which columns are no features.</summary>
/// <param name="Column">The column of a table.</param>
/// <param name="File">The file of classes that goes with a file of images.</param>
internal sealed record LabelSource(string? Column, string? File)
{
    /// <summary>Whether the column holds numbers to predict, and not classes.</summary>
    public bool OfNumbers { get; init; }

    /// <summary>Columns that are left out of the features.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>The column that says how much each row weighs; null where all weigh the same.</summary>
    public string? Weight { get; init; }

    /// <summary>The option that names the column.</summary>
    public string Option => OfNumbers ? "--target" : "--label";

    /// <summary>The columns that are neither features nor what is to be predicted.</summary>
    public IEnumerable<string> Unused => Weight is null ? Drop : Drop.Append(Weight).Distinct();
}
