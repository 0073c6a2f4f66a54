using SigProp.Continuous;

namespace SigProp;

public sealed partial record NetworkSpec
{
    /// <summary>What does not go together with coupled states, each part being sound. All that a continuous network would leave unused is refused.</summary>
    private void ValidateContinuous(ContinuousSpec continuous, List<string> errors)
    {
        continuous.Validate(Layers.Count, errors);
        if (Spiking is not null)
        {
            errors.Add("Continuous: Spiking is set; a network is one or the other.");
        }

        if (IsRegression)
        {
            errors.Add($"Continuous: Outputs is {Outputs}; a continuous network tells classes apart. Choose Classes, or leave Continuous out.");
        }

        for (int i = 0; i < Layers.Count; i++)
        {
            string where = $"Layer {i + 1}";
            if (Layers[i] is not DenseSpec dense)
            {
                errors.Add($"{where}: {Layers[i].GetType().Name} is no hidden state of a continuous network; its layers are DenseSpec.");
                continue;
            }

            // States stay in [0, 1], and are their own rates: the rest of a layer has no place.
            DenseSpec plain = new(dense.Units);
            Refuse(dense.Activation != plain.Activation, where, nameof(dense.Activation), dense.Activation, errors);
            Refuse(dense.NegativeSlope != plain.NegativeSlope, where, nameof(dense.NegativeSlope), dense.NegativeSlope, errors);
            Refuse(dense.Dropout != plain.Dropout, where, nameof(dense.Dropout), dense.Dropout, errors);
            Refuse(dense.BatchNormalization, where, nameof(dense.BatchNormalization), dense.BatchNormalization, errors);
            Refuse(dense.Loss is not null, where, nameof(dense.Loss), dense.Loss, errors);
        }

        Refuse(Targets != new TargetGeneratorSpec(), "Continuous", nameof(Targets), $"{Targets.Kind}", errors, "see LoopSignal");
        Refuse(Loss != LocalLossKind.Dot, "Continuous", nameof(Loss), Loss, errors);
        Refuse(Head != HeadKind.Classifier, "Continuous", nameof(Head), Head, errors);
        Refuse(TreeBudget is not null, "Continuous", nameof(TreeBudget), TreeBudget, errors);
    }

    private static void Refuse(bool isSet, string where, string name, object? value, List<string> errors, string? instead = null)
    {
        if (isSet)
        {
            errors.Add($"{where}: {name} is {value}; a continuous network has none to choose{(instead is null ? "" : $" ({instead})")}. Leave {name} out.");
        }
    }
}
