using SigProp.Spiking;
using SigProp.Training;

namespace SigProp.Cli.Arguments;

/// <summary>What a network is to be and how it is to learn.</summary>
/// <param name="Network">The network, whose numbers of inputs and classes the data will say.</param>
/// <param name="Options">How it learns.</param>
/// <param name="KeepState">Whether the model keeps what training needs to go on.</param>
internal sealed record TrainingRecipe(NetworkSpec Network, TrainingOptions Options, bool KeepState = false)
{
    /// <summary>Whether the network takes features in [0, 1] alone.</summary>
    public bool NeedsUnitRange => Network.Spiking is { Input: SpikingInput.PoissonRate or SpikingInput.Latency };
}
