using System.CommandLine;
using SigProp.Cli.Arguments;
using SigProp.Cli.Comparing;
using SigProp.Cli.Display;
using SigProp.Cli.Input;
using SigProp.Cli.Output;

namespace SigProp.Cli.Commands;

/// <summary><c>sigprop compare</c>: learning rules on the same rows.</summary>
internal static class CompareCommand
{
    private const int DefaultFolds = 5;

    public static Command Create(ToolContext context)
    {
        var common = new CommonArguments();
        var training = new TrainingArguments();
        Option<string> rules = new("--rules")
        {
            HelpName = string.Join(',', Words.Rules.Select(r => r.Word)),
            Description = "The learning rules to compare.",
            DefaultValueFactory = _ => "sigprop,backprop",
        };
        Option<int?> folds = OptionFactory.OptionalWhole(
            "--folds", "N", $"Train on all folds but one and test on that one, for each fold [default: {DefaultFolds}]");
        Option<string?> test = OptionFactory.Text("--test", "FILE", "Test on this file instead of on folds.");
        var command = new Command("compare", "Trains by several rules on the same rows and compares them.")
        {
            common.Data, common.Label, common.Labels, rules, folds, test, common.Json,
        };
        training.AddTo(command);
        command.Add(common.Quiet);
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(common.Data);
            string? json = parsed.GetValue(common.Json), testPath = parsed.GetValue(test);
            (string Rule, TrainingRecipe Recipe)[] recipes = [.. Rules(parsed.GetRequiredValue(rules)).Select(r => (r.Word, training.Read(parsed, r.Value)))];
            if (testPath is not null && parsed.GetValue(folds) is not null)
            {
                throw new InputException("--folds and --test exclude each other; give one of them.");
            }

            if (json is not null)
            {
                OutputFile.Check(json, testPath is null ? [path] : [path, testPath]);
            }

            LabelSource source = common.LabelSource(parsed);
            LabelledData data = LabelledData.ReadForTraining(path, source, context.Stop);
            IReadOnlyList<Split> splits = testPath is null
                ? Split.Folds(data, parsed.GetValue(folds) ?? DefaultFolds, recipes[0].Recipe.Options.Seed)
                : [Split.Against(data, LabelledData.Read(testPath, source with { File = null }, data.ClassNames, context.Stop))];
            List<RuleResult> results = Run(context, data, splits, recipes, parsed.GetValue(common.Quiet));
            if (json is not null)
            {
                RuleResultJson.Write(json, results);
            }

            RuleResultText.Write(context.Out, results);
            return ExitCode.Success;
        });
        return command;
    }

    private static List<RuleResult> Run(
        ToolContext context, LabelledData data, IReadOnlyList<Split> splits, (string Rule, TrainingRecipe Recipe)[] recipes, bool quiet)
    {
        ProgressDisplay display = ProgressDisplay.Create(context, quiet);
        return display.Show(() =>
        {
            var results = new List<RuleResult>();
            foreach ((string rule, TrainingRecipe recipe) in recipes)
            {
                TaskDisplay task = display.Begin(rule, splits.Count);
                results.Add(new RuleResult(rule, [.. splits.Select(split => split.Try(data, recipe, task, context.Stop))]));
                task.EndAll($"mean accuracy {Format.Fraction(results[^1].Accuracy.Mean)}");
            }

            return results;
        });
    }

    private static IEnumerable<(string Word, LearningRuleKind Value)> Rules(string text)
    {
        string[] words = text.Split(',');
        foreach (string word in words)
        {
            if (Words.Rules.All(r => r.Word != word) || words.Count(w => w == word) > 1)
            {
                throw new InputException($"--rules takes {string.Join(", ", Words.Rules.Select(r => r.Word))}, each once and with commas between, not '{text}'.");
            }
        }

        return words.Select(word => Words.Rules.First(r => r.Word == word));
    }
}
