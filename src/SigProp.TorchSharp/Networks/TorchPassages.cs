using SigProp.Layers;
using SigProp.Spiking;

namespace SigProp.TorchSharp.Networks;

/// <summary>What sits between layers and learns nothing.</summary>
internal static class TorchPassages
{
    /// <summary>Makes the twin of a managed passage.</summary>
    public static TorchStage Create(Passage passage) => passage switch
    {
        PoolingPassage pooling => new TorchPooling(pooling),
        SparseFlatten flatten => new TorchSparseFlatten(flatten),
        MeanOverSteps mean => new TorchMeanOverSteps(mean.InputShape.Channels / mean.OutputShape.Channels, mean.OutputShape),
        _ => throw new NotSupportedException($"TorchSharp has no twin of {passage.GetType().Name}."),
    };
}
