namespace SigProp.Cli.Input;

/// <summary>Looks for the row that a network has no answer to.</summary>
internal static class Answers
{
    /// <summary>The first row whose answer is not finite, or null where there is none, or where it is not the rows that are to blame.</summary>
    /// <param name="network">The network.</param>
    /// <param name="features">The rows' features.</param>
    /// <param name="exit">The layer that answers, or null for the head.</param>
    public static int? FirstNotFinite(Network network, ReadOnlySpan<float> features, int? exit)
    {
        int width = network.InputWidth;
        if (!IsFinite(network, new float[width], exit))
        {
            return null;
        }

        for (int row = 0; (row + 1) * width <= features.Length; row++)
        {
            if (!IsFinite(network, features.Slice(row * width, width), exit))
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>The refusal of such a row.</summary>
    /// <param name="place">The file and the row.</param>
    public static InputException Refusal(string place)
        => new($"{place}: the row's numbers are too large for this model, whose answer to them is not finite.");

    /// <summary>The answers of the head or of a layer: probabilities, or numbers.</summary>
    public static float[] Of(Network network, ReadOnlySpan<float> features, int? exit)
    {
        int each = network.Spec.IsRegression ? network.OutputCount : network.ClassCount;
        float[] answers = new float[features.Length / network.InputWidth * each];
        if (network.Spec.IsRegression)
        {
            network.PredictValues(features, answers, exit);
        }
        else if (exit is int layer)
        {
            network.PredictAtExit(features, answers, layer);
        }
        else
        {
            network.Predict(features, answers);
        }

        return answers;
    }

    private static bool IsFinite(Network network, ReadOnlySpan<float> row, int? exit)
    {
        try
        {
            Of(network, row, exit);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
