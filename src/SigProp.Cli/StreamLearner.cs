using SigProp.Cli.Arguments;
using SigProp.Cli.Input;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli;

/// <summary>Trains a model on a file that need not fit into memory.</summary>
internal static class StreamLearner
{
    /// <summary>From so many bytes on a file had better be streamed.</summary>
    public const long LargeFile = 1L << 30;

    /// <param name="path">The file.</param>
    /// <param name="source">What its columns are for.</param>
    /// <param name="recipe">The network, and how it learns.</param>
    /// <param name="progress">Told how far training is.</param>
    /// <param name="stop">Ends training, with the best network so far.</param>
    /// <exception cref="InputException">The network cannot be made for these rows.</exception>
    public static Model Train(string path, LabelSource source, TrainingRecipe recipe, IProgress<TrainingProgress> progress, CancellationToken stop)
    {
        if (recipe.NeedsUnitRange)
        {
            throw new InputException("--stream standardises numbers, and --input rate and latency need them from 0 to 1; leave out --stream, or choose --input current.");
        }

        TableSource rows = TableSource.Fit(path, Roles(path, source), new RowCount(progress, recipe.Options.Epochs), stop);
        if (!source.OfNumbers)
        {
            LabelledData.CheckClasses(path, source, rows.ClassNames, rows.Rows!.Value);
        }

        NetworkSpec spec = recipe.Network with { Inputs = rows.Width, Image = null, Classes = rows.ClassCount };
        Learner.Check(spec, recipe.Options);
        Learner.CheckSeries(spec, rows.Encoding, []);
        TrainingResult result = new Trainer(recipe.Options).Train(spec, rows, null, progress, stop);
        TableEncoding encoding = rows.Encoding with { LeftOut = [.. rows.Encoding.LeftOut, .. TableData.LeftOut(source)] };
        return new Model(result.Network, rows.ClassNames, encoding, result.Report, recipe.KeepState ? result.State : null);
    }

    /// <summary>Trains a model further; its encoding stays as it is.</summary>
    public static Model TrainMore(
        Model model, string path, LabelSource source, TrainingRecipe recipe, IProgress<TrainingProgress> progress, CancellationToken stop)
    {
        bool numbers = model.Network.Spec.IsRegression;
        LabelledData.CheckKind(source, numbers);
        TableEncoding encoding = model.Encoding as TableEncoding
            ?? throw new InputException($"--stream reads CSV files, and the model was not trained on a table.");
        TableRoles roles = Roles(path, source with { Column = source.Column ?? encoding.LabelColumn, OfNumbers = numbers });
        IReadOnlyList<string> names = recipe.Options.AddClasses ? [.. model.ClassNames.Union(TableSource.ReadClassNames(path, roles, stop))] : model.ClassNames;
        TrainingResult result = new Trainer(recipe.Options).TrainMore(
            model.Network, model.State, new TableSource(path, roles, encoding, names), null, progress, stop);
        return new Model(result.Network, names, encoding, result.Report, recipe.KeepState ? result.State : null);
    }

    private static TableRoles Roles(string path, LabelSource source)
    {
        if (InputFile.Split(path).Count > 1)
        {
            throw new InputException($"--stream reads one CSV file, and '{path}' names several; leave it out for images.");
        }

        InputFile.Check(path);
        return new TableRoles(TableData.ColumnOf(path, source)) { OfNumbers = source.OfNumbers, Weight = source.Weight, Drop = source.Drop };
    }

    /// <summary>Tells progress of rows counted.</summary>
    private sealed class RowCount(IProgress<TrainingProgress> progress, int epochs) : IProgress<long>
    {
        public void Report(long value) => progress.Report(new TrainingProgress
        {
            Epoch = 1,
            Epochs = epochs,
            Step = 0,
            Steps = 1,
            ElapsedSeconds = 0,
            Loss = 0,
            Accuracy = 0,
            RowsSurveyed = value,
        });
    }
}
