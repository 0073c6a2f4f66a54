using SigProp.Cli.Arguments;
using SigProp.Cli.Input;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli;

/// <summary>Trains a model on rows: holds some out to find the best epoch, and learns the encoding from those that remain.</summary>
internal static class Learner
{
    /// <param name="data">The rows.</param>
    /// <param name="rows">Those to learn from, validation included.</param>
    /// <param name="recipe">The network, and how it learns.</param>
    /// <param name="progress">Told how far training is.</param>
    /// <param name="stop">Ends training, with the best network so far.</param>
    public static Model Train(LabelledData data, int[] rows, TrainingRecipe recipe, IProgress<TrainingProgress> progress, CancellationToken stop)
    {
        (int[] kept, int[] heldOut) = (rows, []);
        if (recipe.Options.ValidationFraction > 0)
        {
            int[] labels = [.. rows.Select(r => data.Labels[r])];
            (kept, heldOut) = StratifiedSplit.Holdout(labels, recipe.Options.ValidationFraction, recipe.Options.Seed);
            (kept, heldOut) = ([.. kept.Select(i => rows[i])], [.. heldOut.Select(i => rows[i])]);
        }

        InputEncoding encoding = data.Fit(kept);
        NetworkSpec spec = recipe.Network with { Inputs = encoding.Width, Classes = data.ClassNames.Count };
        Dataset? validation = heldOut.Length > 0 ? data.Encode(encoding, heldOut) : null;
        Dataset training = data.Encode(encoding, kept);
        stop.ThrowIfCancellationRequested();
        TrainingResult result = new Trainer(recipe.Options).Train(spec, training, validation, progress, stop);
        return new Model(result.Network, data.ClassNames, encoding, result.Report);
    }
}
