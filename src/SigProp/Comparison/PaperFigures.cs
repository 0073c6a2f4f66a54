namespace SigProp.Comparison;

/// <summary>The figures of the paper's tables I to VI, to set beside one's own.</summary>
/// <remarks>
/// Data sets are <c>mnist</c>, <c>fashion</c>, <c>cifar10</c>, <c>cifar100</c> and <c>svhn</c>. Rules are <c>bp</c> (backpropagation), <c>sp</c> (signal
/// propagation), <c>fa</c> and <c>dfa</c> (feedback alignment and direct feedback alignment), <c>ll-bp</c> and <c>ll-fa</c> (local learning), <c>sp-sparse</c>
/// (sparse targets; tables III and IV), and of the spiking network <c>bptt</c> (its BP with a surrogate), <c>shallow</c>, <c>sp-voltage</c> and
/// <c>sp-surrogate</c> (table V). Times and memory are those of the paper's machine.
/// </remarks>
public static class PaperFigures
{
    /// <summary>The test error in percent (tables I, III, V and VI).</summary>
    /// <param name="preset">The network.</param>
    /// <param name="dataSet">The data set's short name.</param>
    /// <param name="rule">The rule's short name.</param>
    /// <returns>The error; null where the paper has none.</returns>
    public static double? TestError(NetworkPreset preset, string dataSet, string rule) => (preset, dataSet, rule) switch
    {
        // Table I
        (NetworkPreset.Vgg8b, "cifar10", "bp") => 5.99,
        (NetworkPreset.Vgg8b, "cifar10", "ll-bp") => 5.58,
        (NetworkPreset.Vgg8b, "cifar10", "ll-fa") => 9.02,
        (NetworkPreset.Vgg8b, "cifar10", "sp") => 8.34,
        (NetworkPreset.Vgg8b, "cifar100", "bp") => 26.20,
        (NetworkPreset.Vgg8b, "cifar100", "ll-bp") => 29.31,
        (NetworkPreset.Vgg8b, "cifar100", "ll-fa") => 38.41,
        (NetworkPreset.Vgg8b, "cifar100", "sp") => 34.30,
        (NetworkPreset.Vgg8b, "svhn", "bp") => 2.19,
        (NetworkPreset.Vgg8b, "svhn", "ll-bp") => 1.77,
        (NetworkPreset.Vgg8b, "svhn", "ll-fa") => 2.55,
        (NetworkPreset.Vgg8b, "svhn", "sp") => 2.15,

        // Table III
        (NetworkPreset.Vgg8bDouble, "cifar10", "sp") => 7.60,
        (NetworkPreset.Vgg8bDouble, "cifar10", "sp-sparse") => 7.71,

        // Table V
        (NetworkPreset.SpikingConvolutional, "fashion", "bptt") => 6.70,
        (NetworkPreset.SpikingConvolutional, "fashion", "shallow") => 16.42,
        (NetworkPreset.SpikingConvolutional, "fashion", "sp-surrogate") => 9.51,
        (NetworkPreset.SpikingConvolutional, "fashion", "sp-voltage") => 10.68,
        (NetworkPreset.SpikingConvolutional, "mnist", "bptt") => 0.84,
        (NetworkPreset.SpikingConvolutional, "mnist", "shallow") => 7.24,
        (NetworkPreset.SpikingConvolutional, "mnist", "sp-surrogate") => 1.01,
        (NetworkPreset.SpikingConvolutional, "mnist", "sp-voltage") => 2.63,

        // Table VI
        (NetworkPreset.FullyConnected2x800, "mnist", "bp") => 1.60,
        (NetworkPreset.FullyConnected2x800, "mnist", "fa") => 1.64,
        (NetworkPreset.FullyConnected2x800, "mnist", "dfa") => 1.74,
        (NetworkPreset.FullyConnected2x800, "mnist", "sp") => 1.71,
        (NetworkPreset.FullyConnected3x800, "mnist", "bp") => 1.75,
        (NetworkPreset.FullyConnected3x800, "mnist", "fa") => 1.66,
        (NetworkPreset.FullyConnected3x800, "mnist", "dfa") => 1.70,
        (NetworkPreset.FullyConnected3x800, "mnist", "sp") => 1.70,
        (NetworkPreset.FullyConnected4x800, "mnist", "bp") => 1.92,
        (NetworkPreset.FullyConnected4x800, "mnist", "fa") => 1.70,
        (NetworkPreset.FullyConnected4x800, "mnist", "dfa") => 1.83,
        (NetworkPreset.FullyConnected4x800, "mnist", "sp") => 1.70,
        (NetworkPreset.FullyConnected2x800Dropout, "mnist", "bp") => 1.26,
        (NetworkPreset.FullyConnected2x800Dropout, "mnist", "fa") => 1.53,
        (NetworkPreset.FullyConnected2x800Dropout, "mnist", "dfa") => 1.45,
        (NetworkPreset.FullyConnected2x800Dropout, "mnist", "sp") => 1.38,
        (NetworkPreset.FullyConnected3x1000Dropout, "cifar10", "bp") => 42.20,
        (NetworkPreset.FullyConnected3x1000Dropout, "cifar10", "fa") => 46.90,
        (NetworkPreset.FullyConnected3x1000Dropout, "cifar10", "dfa") => 42.90,
        (NetworkPreset.FullyConnected3x1000Dropout, "cifar10", "sp") => 42.62,
        (NetworkPreset.FullyConnected3x1000Dropout, "cifar100", "bp") => 69.80,
        (NetworkPreset.FullyConnected3x1000Dropout, "cifar100", "fa") => 75.30,
        (NetworkPreset.FullyConnected3x1000Dropout, "cifar100", "dfa") => 73.10,
        (NetworkPreset.FullyConnected3x1000Dropout, "cifar100", "sp") => 70.30,
        (NetworkPreset.Convolutional, "cifar10", "bp") => 22.50,
        (NetworkPreset.Convolutional, "cifar10", "fa") => 27.10,
        (NetworkPreset.Convolutional, "cifar10", "dfa") => 26.90,
        (NetworkPreset.Convolutional, "cifar10", "sp") => 24.75,
        (NetworkPreset.Convolutional, "cifar100", "bp") => 51.70,
        (NetworkPreset.Convolutional, "cifar100", "fa") => 60.50,
        (NetworkPreset.Convolutional, "cifar100", "dfa") => 59.00,
        (NetworkPreset.Convolutional, "cifar100", "sp") => 57.01,
        _ => null,
    };

    /// <summary>Training time a sample as the paper prints it, and the most memory a batch, over all layers (tables I and III).</summary>
    /// <inheritdoc cref="TestError"/>
    /// <returns>Seconds and MiB; null where the paper has none.</returns>
    public static (double Seconds, double MiB)? Cost(NetworkPreset preset, string dataSet, string rule) => (preset, dataSet, rule) switch
    {
        // Table I
        (NetworkPreset.Vgg8b, "cifar10", "bp") => (12.29, 22.00),
        (NetworkPreset.Vgg8b, "cifar10", "ll-bp") => (8.11, 8.85),
        (NetworkPreset.Vgg8b, "cifar10", "ll-fa") => (8.50, 13.03),
        (NetworkPreset.Vgg8b, "cifar10", "sp") => (5.91, 6.19),
        (NetworkPreset.Vgg8b, "cifar100", "bp") => (15.34, 27.16),
        (NetworkPreset.Vgg8b, "cifar100", "ll-bp") => (10.20, 11.45),
        (NetworkPreset.Vgg8b, "cifar100", "ll-fa") => (9.44, 5.51),
        (NetworkPreset.Vgg8b, "cifar100", "sp") => (6.25, 5.19),
        (NetworkPreset.Vgg8b, "svhn", "bp") => (148.70, 28.04),
        (NetworkPreset.Vgg8b, "svhn", "ll-bp") => (95.51, 11.41),
        (NetworkPreset.Vgg8b, "svhn", "ll-fa") => (89.32, 5.43),
        (NetworkPreset.Vgg8b, "svhn", "sp") => (69.74, 4.91),

        // Table III
        (NetworkPreset.Vgg8bDouble, "cifar10", "sp") => (14.48, 14.04),
        (NetworkPreset.Vgg8bDouble, "cifar10", "sp-sparse") => (9.56, 10.74),
        _ => null,
    };

    /// <summary>Training time a sample and memory a batch of each layer (tables II and IV).</summary>
    /// <inheritdoc cref="TestError"/>
    /// <returns>The layers in order; nothing where the paper does not tell them apart.</returns>
    public static IReadOnlyList<PaperLayerCost> LayerCosts(NetworkPreset preset, string dataSet, string rule) => (preset, dataSet, rule) switch
    {
        // Table II
        (NetworkPreset.Vgg8b, "cifar10", "ll-bp") => Layers(
            (7.16, 6.12), (15.80, 14.50), (9.27, 9.70), (9.25, 9.70), (4.93, 9.70), (7.46, 6.12), (2.90, 6.12)),
        (NetworkPreset.Vgg8b, "cifar10", "ll-fa") => Layers(
            (6.21, 10.98), (15.15, 18.18), (7.09, 18.18), (18.40, 10.97), (5.66, 10.97), (3.93, 10.98), (3.00, 10.98)),
        (NetworkPreset.Vgg8b, "cifar10", "sp") => Layers(
            (4.48, 5.67), (8.95, 9.26), (10.13, 5.67), (7.27, 5.67), (4.71, 5.67), (3.44, 5.67), (2.36, 5.67)),

        // Table IV
        (NetworkPreset.Vgg8bDouble, "cifar10", "sp") => Layers(
            (12.85, 12.99), (21.51, 20.23), (18.81, 13.02), (25.30, 13.02), (9.69, 13.02), (8.11, 13.02), (5.06, 12.99)),
        (NetworkPreset.Vgg8bDouble, "cifar10", "sp-sparse") => Layers(
            (7.42, 6.34), (19.70, 27.53), (9.30, 9.41), (14.19, 15.99), (8.84, 9.10), (5.24, 6.15), (2.25, 0.68)),
        _ => [],
    };

    private static PaperLayerCost[] Layers(params ReadOnlySpan<(double Seconds, double MiB)> layers)
    {
        var costs = new PaperLayerCost[layers.Length];
        for (int i = 0; i < costs.Length; i++)
        {
            costs[i] = new PaperLayerCost(i + 1, layers[i].Seconds, layers[i].MiB);
        }

        return costs;
    }
}
