namespace SigProp.TorchSharp.Benchmarks;

/// <summary>Builds networks of layers that there are already, and VGG8b.</summary>
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

    /// <summary>VGG8b for CIFAR-10. Twice the width is the paper's: twice the channels, and a dense layer as wide as ever.</summary>
    public static NetworkSpec Vgg8b(double width, bool isSparse, double dropout) => NetworkSpec.Create(new ImageShape(3, 32, 32), 10)
        .Targets(new TargetGeneratorSpec { Sparse = isSparse })
        .WithLayers((width == 2 ? NetworkPresets.Layers(NetworkPreset.Vgg8bDouble) : NetworkPresets.Layers(NetworkPreset.Vgg8b, width))
            .Select(l => l is LearningLayerSpec layer ? layer with { Dropout = (float)dropout } : l));
}
