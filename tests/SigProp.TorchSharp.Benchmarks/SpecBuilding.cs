namespace SigProp.TorchSharp.Benchmarks;

/// <summary>Builds networks of layers that there are already.</summary>
internal static class SpecBuilding
{
    /// <summary>Adds the layers and builds the network.</summary>
    public static NetworkSpec WithLayers(this NetworkSpecBuilder builder, IEnumerable<LayerSpec> layers)
    {
        foreach (LayerSpec layer in layers)
        {
            builder.Add(layer);
        }

        return builder.Build();
    }
}
