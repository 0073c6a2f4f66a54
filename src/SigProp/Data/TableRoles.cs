namespace SigProp.Data;

/// <summary>What the columns of a table are for; those that are not named become features.</summary>
/// <param name="Predicted">The column that holds what is to be predicted.</param>
public sealed record TableRoles(string Predicted)
{
    /// <summary>Whether that column holds numbers, and not classes; default false.</summary>
    public bool OfNumbers { get; init; }

    /// <summary>The column that says how much each row weighs; null (default) where all weigh the same.</summary>
    public string? Weight { get; init; }

    /// <summary>Columns that are left out; default none.</summary>
    public IReadOnlyList<string> Drop { get; init => field = value ?? []; } = [];

    internal bool AreFeatures(string column) => column != Predicted && column != Weight && !Drop.Contains(column);
}
