using SigProp.Cli.Arguments;
using SigProp.Cli.Input;
using SigProp.Data;
using SigProp.Spiking;
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
    /// <exception cref="InputException">The network cannot be made for these rows.</exception>
    public static Model Train(LabelledData data, int[] rows, TrainingRecipe recipe, IProgress<TrainingProgress> progress, CancellationToken stop)
    {
        (InputEncoding encoding, int[] kept, int[] heldOut) = Encode(data, rows, recipe.Options, recipe.NeedsUnitRange);
        NetworkSpec spec = Fit(recipe.Network, encoding, data);
        Check(spec, recipe.Options);
        CheckSeries(spec, encoding, data.Unused);
        Dataset? validation = heldOut.Length > 0 ? data.Encode(encoding, heldOut) : null;
        Dataset training = data.Encode(encoding, kept);
        stop.ThrowIfCancellationRequested();
        TrainingResult result = new Trainer(recipe.Options).Train(spec, training, validation, progress, stop);
        return new Model(result.Network, data.ClassNames, encoding, result.Report, recipe.KeepState ? result.State : null);
    }

    /// <summary>Holds rows out for validation and learns the encoding from the others.</summary>
    public static (InputEncoding Encoding, int[] Kept, int[] HeldOut) Encode(LabelledData data, int[] rows, TrainingOptions options, bool unitRange)
    {
        (int[] kept, int[] heldOut) = options.ValidationFraction > 0 ? data.Holdout(rows, options.ValidationFraction, options.Seed) : (rows, []);
        return (data.Fit(kept, unitRange), kept, heldOut);
    }

    /// <summary>The network for data that are encoded.</summary>
    public static NetworkSpec Fit(NetworkSpec spec, InputEncoding encoding, LabelledData data) => spec with
    {
        Inputs = encoding.Width,
        Image = ImageEncoding.ShapeOf(encoding),
        Classes = data.ClassNames.Count,
    };

    /// <summary>Trains a model further; its encoding stays as it is.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The new rows.</param>
    /// <param name="recipe">How it learns.</param>
    /// <param name="progress">Told how far training is.</param>
    /// <param name="stop">Ends training, with the best network so far.</param>
    public static Model TrainMore(Model model, LabelledData data, TrainingRecipe recipe, IProgress<TrainingProgress> progress, CancellationToken stop)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        (int[] kept, int[] heldOut) = recipe.Options.ValidationFraction > 0
            ? data.Holdout(rows, recipe.Options.ValidationFraction, recipe.Options.Seed)
            : (rows, []);
        InputEncoding encoding = model.Encoding!;
        Dataset? validation = heldOut.Length > 0 ? data.Encode(encoding, heldOut) : null;
        Dataset training = data.Encode(encoding, kept);
        stop.ThrowIfCancellationRequested();
        TrainingResult result = new Trainer(recipe.Options).TrainMore(model.Network, model.State, training, validation, progress, stop);
        return new Model(result.Network, data.ClassNames, encoding, result.Report, recipe.KeepState ? result.State : null);
    }

    /// <summary>Makes sure that every column of a time series is one feature of one step: were one left out, all after it would move.</summary>
    /// <param name="spec">The network.</param>
    /// <param name="encoding">How columns become features.</param>
    /// <param name="unused">The columns that were asked to be left out.</param>
    /// <exception cref="InputException">One is not.</exception>
    public static void CheckSeries(NetworkSpec spec, InputEncoding encoding, IReadOnlyCollection<string> unused)
    {
        if (spec.Spiking is not { Input: SpikingInput.TimeSeries } || encoding is not TableEncoding table)
        {
            return;
        }

        string? name = table.Columns.FirstOrDefault(c => c.Width > 1)?.Name;
        string? reason = name is null ? null : "it becomes several features";
        if (name is null && table.LeftOut.FirstOrDefault(c => !unused.Contains(c.Name)) is LeftOutColumn leftOut)
        {
            (name, reason) = (leftOut.Name, leftOut.Reason);
        }

        if (name is not null)
        {
            throw new InputException(
                $"--input series takes a column of numbers for each feature of each step, and '{name}' is none: {reason}. Mend it, or leave it out with --drop.");
        }
    }

    /// <summary>Makes sure that a network can be made, for tables or for images.</summary>
    /// <exception cref="InputException">It cannot.</exception>
    public static void Check(NetworkSpec spec, TrainingOptions options)
    {
        if (spec.Image is null && spec.Layers.Any(l => l is ConvolutionSpec or PoolingSpec))
        {
            throw new InputException("Convolutions and pooling need images, and the data are a table; --hidden makes layers for tables.");
        }

        if (spec.Image is null && options.Augmentation is not null)
        {
            throw new InputException("--crop, --flip and --cutout vary images, and the data are a table; leave them out.");
        }

        string[] errors = [.. spec.Validate()];
        if (errors.Length > 0)
        {
            throw new InputException(string.Join(' ', errors.Select(EngineWords.Translate)));
        }
    }
}
