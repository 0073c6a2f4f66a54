namespace SigProp.TorchSharp.Networks;

/// <summary>What kind of pass forward it is.</summary>
/// <param name="IsTraining">Whether normalisation takes the batch's statistics and outputs are dropped; otherwise it is inference.</param>
/// <param name="DropoutKey">The step's key for the layer's dropout.</param>
/// <param name="IsGlobal">Whether errors are to come back from behind the layer, and through time: backpropagation.</param>
internal readonly record struct TorchPass(bool IsTraining, uint DropoutKey, bool IsGlobal)
{
    /// <summary>With the running statistics; nothing is dropped.</summary>
    public static TorchPass Inference => default;
}
