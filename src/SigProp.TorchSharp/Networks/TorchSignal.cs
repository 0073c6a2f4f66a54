namespace SigProp.TorchSharp.Networks;

/// <summary>The pair (h, t) between two stages, in 32 or 16 bits: [samples, ...] and [targets, ...].</summary>
/// <param name="H">Outputs for the inputs.</param>
/// <param name="T">Outputs for the targets; null where none travel.</param>
internal readonly record struct TorchSignal(Tensor H, Tensor? T)
{
    /// <summary>Frees both.</summary>
    public void Dispose()
    {
        H.Dispose();
        T?.Dispose();
    }
}
