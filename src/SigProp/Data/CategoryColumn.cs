namespace SigProp.Data;

/// <summary>A column of categories: one feature for each level, 1 where the cell holds it, and a last one for every other value: unseen in
/// training, rare there, or missing.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Levels">The levels with a feature of their own, in order and each once.</param>
public sealed record CategoryColumn(string Name, IReadOnlyList<string> Levels) : TableColumn(Name)
{
    private readonly IReadOnlyList<string> _levels = [.. Levels];
    private readonly Dictionary<string, int> _places = Places(Levels);

    /// <summary>The levels with a feature of their own, in order and each once.</summary>
    public IReadOnlyList<string> Levels
    {
        get => _levels;
        init
        {
            _levels = [.. value];
            _places = Places(value);
        }
    }

    /// <inheritdoc/>
    public override int Width => Levels.Count + 1;

    /// <summary>Whether <paramref name="other"/> has the same name and levels.</summary>
    public bool Equals(CategoryColumn? other) => base.Equals(other) && Levels.SequenceEqual(other!.Levels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(base.GetHashCode(), Levels.Count);

    internal override string? Encode(ReadOnlySpan<char> cell, Span<float> features)
    {
        features[_places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(cell, out int place) ? place : Levels.Count] = 1f;
        return null;
    }

    private static Dictionary<string, int> Places(IReadOnlyList<string> levels)
        => levels.Select((level, i) => (level, i)).ToDictionary(p => p.level, p => p.i, StringComparer.Ordinal);
}
