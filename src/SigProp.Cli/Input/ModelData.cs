using SigProp.Data;

namespace SigProp.Cli.Input;

/// <summary>A model and what it is asked about.</summary>
internal static class ModelData
{
    /// <summary>The model's encoding.</summary>
    /// <exception cref="InputException">It has none.</exception>
    public static InputEncoding EncodingOf(Model model, string path) => model.Encoding ?? throw new InputException(
        $"The model of '{path}' takes {model.Network.InputWidth} features as they are; it does not say how rows of a file become features.");

    /// <summary>Makes sure that a model knows how probable numbers are.</summary>
    /// <param name="model">The model.</param>
    /// <param name="option">The option that needs it.</param>
    /// <exception cref="InputException">It does not.</exception>
    public static void CheckDistribution(Model model, string option)
    {
        if (!model.Network.HasDistribution)
        {
            throw new InputException(model.Network.Spec.IsRegression
                ? $"{option} needs a model that knows how probable numbers are; this one's head is linear and gives numbers alone."
                : $"{option} is for models that predict numbers, and this one predicts classes.");
        }
    }

    /// <summary>Makes sure that layers can be stopped at as soon as they are sure.</summary>
    /// <exception cref="InputException">They cannot.</exception>
    public static void CheckConfidence(Model model, int? exit, float margin)
    {
        string? problem = exit is not null ? "--confidence and --exit exclude each other; give one of them."
            : model.Network.Spec.IsRegression ? "--confidence is for models that predict classes, and this one predicts numbers."
            : !model.Network.HasExits ? "--confidence needs a network whose layers can answer; only the rule sigprop trains such networks."
            : margin is >= 0 and <= 1 ? null
            : $"--confidence is {Output.Format.Number(margin)}; it must lie in 0 to 1.";
        if (problem is not null)
        {
            throw new InputException(problem);
        }
    }

    /// <summary>Makes sure that a layer can answer.</summary>
    /// <exception cref="InputException">It cannot.</exception>
    public static void CheckExit(Model model, int? exit)
    {
        if (exit is not int layer)
        {
            return;
        }

        if (!model.Network.HasExits)
        {
            throw new InputException("--exit needs a network whose layers can answer; only the rule sigprop trains such networks.");
        }

        if (layer < 1 || layer > model.Network.LayerCount)
        {
            throw new InputException($"--exit is {layer}, and the model's hidden layers are 1 to {model.Network.LayerCount}.");
        }
    }
}
