using System.Numerics.Tensors;
using SigProp.Cli.Input;

namespace SigProp.Cli.Output;

/// <summary>How a tree over the targets finds classes.</summary>
/// <param name="Accuracy">The part of the rows whose class it found.</param>
/// <param name="Differs">The part of the rows for which a comparison with all targets finds another class.</param>
/// <param name="MeanComparisons">With how many targets and centers of the tree a row was compared, in the mean.</param>
/// <param name="Targets">How many targets there are.</param>
internal sealed record TreeSearch(double Accuracy, double Differs, double MeanComparisons, int Targets)
{
    /// <summary>Measures a model whose head searches a tree; null where it does not.</summary>
    public static TreeSearch? Of(Model model, LabelledData data)
    {
        Network network = model.Network;
        if (network.Spec.TreeBudget is null || !network.HasExits)
        {
            return null;
        }

        int[] rows = [.. Enumerable.Range(0, data.Count)], found = new int[data.Count];
        float[] features = data.Features(model.Encoding!, rows);
        double comparisons = data.Ask(model, rows, null, () => network.PredictClasses(features, found));
        float[] exact = data.Ask(model, rows, null, () => Answers.Of(network, features, null));
        int differ = 0, right = 0;
        for (int row = 0; row < found.Length; row++)
        {
            differ += found[row] == TensorPrimitives.IndexOfMax(exact.AsSpan(row * network.ClassCount, network.ClassCount)) ? 0 : 1;
            right += found[row] == data.Labels[row] ? 1 : 0;
        }

        return new TreeSearch((double)right / found.Length, (double)differ / found.Length, comparisons, network.ClassCount);
    }
}
