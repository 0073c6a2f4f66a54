using System.CommandLine;
using SigProp.Cli.Arguments;
using SigProp.Cli.Display;
using SigProp.Cli.Input;
using SigProp.Cli.Output;
using SigProp.Training;

namespace SigProp.Cli.Commands;

/// <summary><c>sigprop train</c>: from a data file to a model file.</summary>
internal static class TrainCommand
{
    public static Command Create(ToolContext context)
    {
        var common = new CommonArguments();
        var training = new TrainingArguments();
        var rule = new Choice<LearningRuleKind>("--rule", "How the network learns.", new TrainingOptions().Rule, Words.Rules);
        Option<string> output = new("--out") { HelpName = "FILE", Description = "The model file to write.", Required = true };
        var command = new Command("train", "Trains a network on a data file and saves the model.")
        {
            common.Data, common.Label, common.Target, common.Labels, common.Drop, common.Weight, output, rule.Option,
        };
        training.AddTo(command);
        command.Add(common.Quiet);
        command.SetAction(parsed =>
        {
            LabelSource source = common.LabelSource(parsed);
            return Run(
                context, parsed.GetRequiredValue(common.Data), source, parsed.GetRequiredValue(output),
                training.Read(parsed, rule.Of(parsed), source.OfNumbers), parsed.GetValue(common.Quiet));
        });
        return command;
    }

    private static int Run(ToolContext context, string path, LabelSource source, string output, TrainingRecipe recipe, bool quiet)
    {
        OutputFile.Check(output, [.. InputFile.Split(path)]);
        LabelledData data = LabelledData.ReadForTraining(path, source, context.Stop);
        ProgressDisplay display = ProgressDisplay.Create(context, quiet);
        Model model = display.Show(() =>
        {
            TaskDisplay task = display.Begin("training", 1, ModelSummary.MeasureOf(data.IsRegression));
            Model trained = Learner.Train(data, [.. Enumerable.Range(0, data.Count)], recipe, task, context.Stop);
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
