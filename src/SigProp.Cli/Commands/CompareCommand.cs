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

    public static Command Create(ToolContext context, Dictionary<Command, IReadOnlyList<OptionGroup>> groups)
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
        Option<float?> testPart = OptionFactory.OptionalNumber("--test-part", "X", "Test once, on this part of the rows, instead of on folds.");
        Option<string?> test = OptionFactory.Text("--test", "FILE", "Test on this file instead of on folds.");
        var command = new Command("compare", "Trains by several rules on the same rows and compares them.")
        {
            common.Data, common.Label, common.Target, common.Labels, common.Drop, common.Weight, rules, folds, testPart, test, common.Json,
        };
        training.AddTo(command);
        command.Add(common.Quiet);
        groups[command] = training.Groups;
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(common.Data);
            string? json = parsed.GetValue(common.Json), testPath = parsed.GetValue(test);
            LabelSource source = common.LabelSource(parsed);
            (string Rule, TrainingRecipe Recipe)[] recipes =
                [.. Rules(parsed.GetRequiredValue(rules)).Select(r => (r.Word, training.ReadTrainable(parsed, r.Value, source.OfNumbers)))];
            HeadKind head = training.Read(parsed, LearningRuleKind.SignalPropagation, source.OfNumbers).Network.Head;
            string[] notes =
            [
                .. recipes.Where(r => r.Recipe.Network.Head != head).Select(r =>
                    $"{r.Rule} predicts by the head {Words.Of(Words.Heads, r.Recipe.Network.Head)}: it trains no targets to answer by."),
            ];
            Option[] ways = [.. new Option[] { folds, testPart, test }.Where(parsed.Has)];
            if (ways.Length > 1)
            {
                throw new InputException($"{ways[0].Name} and {ways[1].Name} exclude each other; give one of them.");
            }

            if (json is not null)
            {
                OutputFile.Check(json, [.. InputFile.Split(path), .. testPath is null ? [] : InputFile.Split(testPath)]);
            }

            LabelledData data = LabelledData.ReadForTraining(path, source, context.Stop);
            long seed = recipes[0].Recipe.Options.Seed;
            IReadOnlyList<Split> splits = testPath is not null
                ? [Split.Against(data, LabelledData.Read(testPath, source with { File = null, Weight = null }, data.ClassNames, context.Stop))]
                : parsed.GetValue(testPart) is float part
                    ? [Split.Holdout(data, Math.Round(part, 6), seed)]
                    : Split.Folds(data, parsed.GetValue(folds) ?? DefaultFolds, seed);
            List<RuleResult> results = Run(context, data, splits, recipes, parsed.GetValue(common.Quiet));
            if (json is not null)
            {
                RuleResultJson.Write(json, results);
            }

            RuleResultText.Write(context.Out, results, notes);
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
                TaskDisplay task = display.Begin(rule, splits.Count, ModelSummary.MeasureOf(data.IsRegression));
                results.Add(new RuleResult(rule, [.. splits.Select(split => split.Try(data, recipe, task, context.Stop))]));
                Measure first = results[^1].Measures[0];
                task.EndAll($"mean {first.Name} {first.Text}");
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
