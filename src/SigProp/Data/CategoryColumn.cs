namespace SigProp.Data;

/// <summary>A column of categories: one feature for each level, 1 where the cell holds it, and a last one for every other value: unseen in
/// training, rare there, or missing.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Levels">The levels with a feature of their own, in order.</param>
public sealed record CategoryColumn(string Name, IReadOnlyList<string> Levels) : TableColumn(Name)
{
    private readonly Dictionary<string, int> _places = Levels.Select((level, i) => (level, i)).ToDictionary(p => p.level, p => p.i);

    /// <inheritdoc/>
    public override int Width => Levels.Count + 1;

    internal override void Encode(Table table, int row, int column, Span<float> features)
        => features[_places.GetValueOrDefault(table.Column(column)[row], Levels.Count)] = 1f;
}
