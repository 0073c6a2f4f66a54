namespace SigProp.Comparison;

/// <summary>What one layer took in the paper.</summary>
/// <param name="Layer">The layer that learns, from 1.</param>
/// <param name="Seconds">Training time a sample as the paper prints it, in seconds.</param>
/// <param name="MiB">The most memory a batch, in MiB; null where the paper has none.</param>
public sealed record PaperLayerCost(int Layer, double Seconds, double? MiB);
