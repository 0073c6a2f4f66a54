using System.CommandLine;
using SigProp.Cli.Arguments;
using SigProp.Cli.Display;
using SigProp.Cli.Input;
using SigProp.Cli.Output;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Cli.Commands;

/// <summary><c>sigprop train</c>: from a data file to a model file.</summary>
internal static class TrainCommand
{
    public static Command Create(ToolContext context, Dictionary<Command, IReadOnlyList<OptionGroup>> groups)
    {
        var common = new CommonArguments();
        var training = new TrainingArguments();
        var rule = new Choice<LearningRuleKind>("--rule", "How the network learns.", new TrainingOptions().Rule, Words.Rules);
        var model = new Choice<ModelKind>("--model", "The kind of network.", ModelKind.Layers, Words.Models);
        var more = new MoreArguments();
        var streaming = new StreamingArguments();
        var checkpoint = new CheckpointArguments();
        Option<string> outputOption = new("--out") { HelpName = "FILE", Description = "The model file to write.", Required = true };
        var command = new Command("train", "Trains a network on a data file and saves the model.")
        {
            common.Data, common.Label, common.Target, common.Labels, common.Drop, common.Weight, outputOption, model.Option, rule.Option,
        };
        training.AddTo(command);
        foreach (Option option in more.Options.Concat(streaming.Options).Concat(checkpoint.Options))
        {
            command.Add(option);
        }

        command.Add(common.Quiet);
        groups[command] = [.. training.Groups, new OptionGroup("Training further", more.Options), new OptionGroup("Large files", streaming.Options), new OptionGroup("Interrupted training", checkpoint.Options)];
        command.SetAction(parsed =>
        {
            LabelSource source = common.LabelSource(parsed);
            string path = parsed.GetRequiredValue(common.Data), output = parsed.GetRequiredValue(outputOption);
            string? modelPath = more.ModelPath(parsed);
            more.Check(parsed, [model.Option, .. training.OfNetwork, common.Drop]);
            training.Check(parsed, model.Of(parsed));
            TrainingRecipe recipe = training.Read(parsed, model.Of(parsed), rule.Of(parsed), source.OfNumbers) with { KeepState = more.KeepState(parsed) };
            recipe = recipe with { Options = checkpoint.Read(parsed, streaming.Read(parsed, recipe.Options)) };
            bool stream = streaming.Stream(parsed);
            OutputFile.Check(output, [.. InputFile.Split(path), .. (source.File ?? IdxData.FindLabels(path)) is string labels ? [labels] : Array.Empty<string>()]);
            ProgressDisplay display = ProgressDisplay.Create(context, parsed.GetValue(common.Quiet));
            if (!stream && !parsed.GetValue(common.Quiet) && File.Exists(path) && new FileInfo(path) is { Length: >= StreamLearner.LargeFile } large)
            {
                context.Error.WriteLine($"'{path}' ({Format.Bytes(large.Length)}) is read into memory whole; with --stream it is not.");
            }

            if (modelPath is null && stream)
            {
                return Run(context, output, display, source.OfNumbers, task => StreamLearner.Train(path, source, recipe, task, context.Stop));
            }

            if (modelPath is null)
            {
                LabelledData data = LabelledData.ReadForTraining(path, source, context.Stop);
                return Run(context, output, display, data.IsRegression, task => Learner.Train(
                    data, [.. Enumerable.Range(0, data.Count)], recipe, task, context.Stop));
            }

            Model known = InputFile.LoadModel(modelPath);
            InputEncoding encoding = ModelData.EncodingOf(known, modelPath);
            recipe = recipe with
            {
                Options = more.GoOn(parsed, recipe.Options, known, [rule.Option, .. training.Optimizer]),
                KeepState = recipe.KeepState || known.State is not null,
            };
            if (recipe.Options.AddClasses && known.Network.Spec.IsRegression)
            {
                throw new InputException("--add-classes is for models that predict classes, and this one predicts numbers.");
            }

            if (stream)
            {
                return Run(context, output, display, known.Network.Spec.IsRegression, task => StreamLearner.TrainMore(
                    known, path, source, recipe, task, context.Stop));
            }

            LabelledData rows = LabelledData.ReadForModel(path, source, known, encoding, context.Stop, recipe.Options.AddClasses);
            return Run(context, output, display, rows.IsRegression, task => Learner.TrainMore(known, rows, recipe, task, context.Stop));
        });
        return command;
    }

    private static int Run(ToolContext context, string output, ProgressDisplay display, bool regression, Func<TaskDisplay, Model> train)
    {
        Model model = display.Show(() =>
        {
            TaskDisplay task = display.Begin("training", 1, ModelSummary.MeasureOf(regression));
            Model trained = train(task);
            task.EndRun(ModelSummary.Outcome(trained.Training!));
            return trained;
        });
        OutputFile.Write(output, model.Save);
        ModelSummary.WriteResult(context.Out, model);
        context.Out.WriteLine($"Saved to {output} ({Format.Bytes(new FileInfo(output).Length)}).");

        if (model.Training!.StopReason != StopReason.Cancelled)
        {
            return ExitCode.Success;
        }

        context.Error.WriteLine(ModelSummary.Stopped(model.Training, output));
        return ExitCode.Stopped;
    }
}
