namespace SigProp.Layers;

/// <summary>What a layer keeps between its forward pass and its update. Signal propagation shares one between all layers,
/// since each has learned before the next one runs; backpropagation needs one for each.</summary>
/// <param name="needs">What it must hold.</param>
/// <param name="isLocal">Whether layers learn by <see cref="Layer.Learn"/>, each before the next one runs.</param>
internal sealed class LayerMemory(MemoryNeeds needs, bool isLocal)
{
    /// <summary>Whether a layer learns before anything is done to its output, which it can therefore find everything in again.</summary>
    public bool IsLocal => isLocal;

    /// <summary>The step's key for this layer's dropout.</summary>
    public uint DropoutKey { get; set; }

    /// <summary>The gradient of the loss, for as many rows as the layer takes at once.</summary>
    public float[] Gradient { get; } = new float[needs.Gradient];

    /// <summary>Normalised values of both streams, [samples + targets, width]; empty where they can be found again from the output.</summary>
    public float[] Normalized { get; } = new float[needs.Normalized];

    /// <summary>Normalised values of t, [targets, target width], where they are kept apart.</summary>
    public float[] NormalizedTargets { get; } = new float[needs.NormalizedTargets];

    /// <summary>Voltages of spiking neurons, [samples, steps x width], where the way back needs them.</summary>
    public float[] Voltages { get; } = new float[needs.Voltages];

    /// <summary>1 / sqrt(variance + eps) of the batch, [width].</summary>
    public float[] InverseDeviation { get; } = new float[needs.Columns];

    /// <summary>Scratch for sums over rows, three times [width].</summary>
    public float[] Columns { get; } = new float[checked(3 * needs.Columns)];

    /// <summary>A map's statistics and sums, channel by channel.</summary>
    public ChannelStatistics Channels { get; } = new(needs.Channels);

    public long Bytes => Channels.Bytes
        + (sizeof(float) * ((long)Gradient.Length + Normalized.Length + NormalizedTargets.Length + Voltages.Length + InverseDeviation.Length + Columns.Length));
}
