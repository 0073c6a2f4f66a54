namespace SigProp.TorchSharp.Running;

/// <summary>Where tensors are and what they are multiplied in.</summary>
/// <param name="IsCuda">Whether they are on the first GPU.</param>
/// <param name="Type">The numbers of signals, products and gradients.</param>
/// <param name="AllowsTensorFloat32">Whether products of 32 bits may round their factors.</param>
internal sealed record TorchPlace(bool IsCuda, ScalarType Type, bool AllowsTensorFloat32)
{
    /// <summary>The device.</summary>
    public Device Device { get; } = IsCuda ? torch.CUDA : torch.CPU;

    /// <summary>Whether gradients may vanish, so that losses are scaled.</summary>
    public bool NeedsLossScale => Type == ScalarType.Float16;

    /// <summary>Waits for the device, where it works on its own.</summary>
    public void Synchronize()
    {
        if (IsCuda)
        {
            torch.cuda.synchronize();
        }
    }
}
