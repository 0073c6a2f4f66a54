namespace SigProp.Layers;

/// <summary>What a layer keeps between its forward pass and its update. Signal propagation shares one between all layers,
/// since each has learned before the next one runs; backpropagation needs one for each.</summary>
internal sealed class LayerMemory(MemoryNeeds needs)
{
    /// <summary>The step's key for this layer's dropout.</summary>
    public uint DropoutKey { get; set; }

    /// <summary>The gradient of the loss, for as many rows as the layer takes at once.</summary>
    public float[] Gradient { get; } = new float[needs.Gradient];

    /// <summary>Normalised values of both streams, [samples + targets, width]; empty where they can be found again from the output.</summary>
    public float[] Normalized { get; } = new float[needs.Normalized];

    /// <summary>1 / sqrt(variance + eps) of the batch, [width].</summary>
    public float[] InverseDeviation { get; } = new float[needs.Columns];

    /// <summary>Scratch for sums over rows, three times [width].</summary>
    public float[] Columns { get; } = new float[checked(3 * needs.Columns)];

    public long Bytes => sizeof(float) * ((long)Gradient.Length + Normalized.Length + InverseDeviation.Length + Columns.Length);
}
