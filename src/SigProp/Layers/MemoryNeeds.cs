namespace SigProp.Layers;

/// <summary>What a <see cref="LayerMemory"/> must hold, in numbers of 32 bits.</summary>
internal readonly record struct MemoryNeeds
{
    /// <summary>Gradients on the way back.</summary>
    public int Gradient { get; init; }

    /// <summary>Normalised values of h, and of t where it has their width, kept for the way back.</summary>
    public int Normalized { get; init; }

    /// <summary>Normalised values of t where they are kept apart.</summary>
    public int NormalizedTargets { get; init; }

    /// <summary>Voltages of spiking neurons kept for the way back.</summary>
    public int Voltages { get; init; }

    /// <summary>The most units that are normalised each by itself; 0 for none.</summary>
    public int Columns { get; init; }

    /// <summary>The most channels of a map; 0 for none.</summary>
    public int Channels { get; init; }

    /// <summary>What such a memory takes, without the statistics of channels.</summary>
    public long Bytes => sizeof(float) * ((long)Gradient + Normalized + NormalizedTargets + Voltages + (4L * Columns));

    public static MemoryNeeds Most(IEnumerable<MemoryNeeds> needs) => needs.Aggregate(default(MemoryNeeds), (a, b) => new MemoryNeeds
    {
        Gradient = Math.Max(a.Gradient, b.Gradient),
        Normalized = Math.Max(a.Normalized, b.Normalized),
        NormalizedTargets = Math.Max(a.NormalizedTargets, b.NormalizedTargets),
        Voltages = Math.Max(a.Voltages, b.Voltages),
        Columns = Math.Max(a.Columns, b.Columns),
        Channels = Math.Max(a.Channels, b.Channels),
    });
}
