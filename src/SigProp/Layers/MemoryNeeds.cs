namespace SigProp.Layers;

/// <summary>What a <see cref="LayerMemory"/> must hold, in numbers of 32 bits.</summary>
/// <param name="Gradient">Gradients on the way back.</param>
/// <param name="Normalized">Normalised values kept for the way back.</param>
/// <param name="Columns">The widest row of units or channels that is normalised; 0 for none.</param>
internal readonly record struct MemoryNeeds(int Gradient, int Normalized, int Columns)
{
    public static MemoryNeeds Most(IEnumerable<MemoryNeeds> needs) => needs.Aggregate(default(MemoryNeeds), (a, b) => new(
        Math.Max(a.Gradient, b.Gradient), Math.Max(a.Normalized, b.Normalized), Math.Max(a.Columns, b.Columns)));
}
