namespace SigProp.Layers;

/// <summary>What a layer keeps between its forward pass and its update. Signal propagation shares one between all layers,
/// since each has learned before the next one runs; backpropagation needs one for each.</summary>
internal sealed class LayerMemory
{
    /// <summary>Makes the memory of layers up to <paramref name="maxWidth"/> wide, of which some are normalised.</summary>
    public LayerMemory(int maxRows, int maxWidth, bool normalized)
    {
        Normalized = normalized ? new float[checked(maxRows * maxWidth)] : [];
        InverseDeviation = normalized ? new float[maxWidth] : [];
        Columns = new float[checked(3 * maxWidth)];
    }

    /// <summary>The step's key for this layer's dropout.</summary>
    public uint DropoutKey { get; set; }

    /// <summary>Normalised values of both streams, [samples + targets, width].</summary>
    public float[] Normalized { get; }

    /// <summary>1 / sqrt(variance + eps) of the batch, [width].</summary>
    public float[] InverseDeviation { get; }

    /// <summary>Scratch for sums over rows, three times [width].</summary>
    public float[] Columns { get; }

    public long Bytes => sizeof(float) * ((long)Normalized.Length + InverseDeviation.Length + Columns.Length);
}
