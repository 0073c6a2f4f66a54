using SigProp.Spiking;

namespace SigProp;

public sealed partial record NetworkSpec
{
    /// <summary>What does not go together with spiking neurons, each part being sound.</summary>
    private void ValidateSpiking(SpikingSpec spiking, List<string> errors)
    {
        int channels = Image?.Channels ?? Inputs;
        if (spiking.Input == SpikingInput.TimeSeries && channels % spiking.Steps != 0)
        {
            errors.Add($"Spiking: {(Image is null ? "Inputs" : "the image's channels")} are {channels}, which is no multiple of the {spiking.Steps} Steps; "
                + "a time series has the features of each step one after the other.");
        }

        for (int i = 0; i < Layers.Count; i++)
        {
            if (Layers[i] is LearningLayerSpec { Activation: not Activation.LeakyReLU } layer)
            {
                errors.Add($"Layer {i + 1}: Activation is {layer.Activation}; the neurons are a spiking layer's activation. Leave Activation out.");
            }
            else if (Layers[i] is LearningLayerSpec learning && learning.NegativeSlope != LearningLayerSpec.DefaultSlope)
            {
                errors.Add($"Layer {i + 1}: NegativeSlope is {learning.NegativeSlope}; the neurons are a spiking layer's activation. Leave NegativeSlope out.");
            }
        }

        if (Targets.Kind is TargetGeneratorKind.TargetInput or TargetGeneratorKind.Shared)
        {
            errors.Add($"Targets {Targets.Kind} are made of the first layer's output; in a spiking network targets are a current. "
                + $"Choose {TargetGeneratorKind.TargetOnly} or a loop.");
        }

        if (Targets.Sparse)
        {
            errors.Add("Targets are Sparse; a spiking network's targets charge every neuron of the first layer. Leave Sparse out.");
        }

        if (TreeBudget is not null)
        {
            errors.Add("TreeBudget is set; a spiking layer answers by the mean over its steps, and no tree searches that. Leave TreeBudget out.");
        }
    }
}
