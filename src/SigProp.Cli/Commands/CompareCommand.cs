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
        Option<string> models = new("--model")
        {
            HelpName = string.Join(',', Words.Models.Select(m => m.Word)),
            Description = "The kinds of networks to compare; each learns by all the rules that it can.",
            DefaultValueFactory = _ => Words.Of(Words.Models, ModelKind.Layers),
        };
        Option<int?> folds = OptionFactory.OptionalWhole(
            "--folds", "N", $"Train on all folds but one and test on that one, for each fold [default: {DefaultFolds}]");
        Option<float?> testPart = OptionFactory.OptionalNumber("--test-part", "X", "Test once, on this part of the rows, instead of on folds.");
        Option<string?> test = OptionFactory.Text("--test", "FILE", "Test on this file instead of on folds.");
        var command = new Command("compare", "Trains by several rules on the same rows and compares them.")
        {
            common.Data, common.Label, common.Target, common.Labels, common.Drop, common.Weight, models, rules, folds, testPart, test, common.Json,
        };
        training.AddTo(command);
        command.Add(common.Quiet);
        groups[command] = training.Groups;
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(common.Data);
            string? json = parsed.GetValue(common.Json), testPath = parsed.GetValue(test);
            LabelSource source = common.LabelSource(parsed);
            (string Word, ModelKind Value)[] kinds = Several(models.Name, parsed.GetRequiredValue(models), Words.Models);
            training.Check(parsed, [.. kinds.Select(k => k.Value)]);
            (string Rule, TrainingRecipe Recipe)[] recipes =
            [
                .. from kind in kinds
                   from rule in RulesOf(kind.Value, Several(rules.Name, parsed.GetRequiredValue(rules), Words.Rules))
                   select (NameOf(kind, rule.Word), training.ReadTrainable(parsed, kind.Value, rule.Value, source.OfNumbers)),
            ];
            HeadKind head = training.Read(parsed, kinds[0].Value, LearningRuleKind.SignalPropagation, source.OfNumbers).Network.Head;
            string[] narrow = [.. recipes.Where(r => r.Recipe.Options.Precision == TrainingPrecision.Half).Select(r => r.Rule)];
            string[] notes =
            [
                .. narrow.Length > 0 && narrow.Length < recipes.Length ? [$"Of these, {string.Join(", ", narrow)} learned in 16 bits, and the others in 32."] : Array.Empty<string>(),
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

    /// <summary>The rules that a kind of network can learn by.</summary>
    private static IEnumerable<(string Word, LearningRuleKind Value)> RulesOf(ModelKind kind, (string Word, LearningRuleKind Value)[] rules)
        => kind == ModelKind.Continuous ? Words.Rules.Where(r => r.Value == LearningRuleKind.SignalPropagation) : rules;

    private static string NameOf((string Word, ModelKind Value) kind, string rule) => kind.Value switch
    {
        ModelKind.Layers => rule,
        ModelKind.Continuous => kind.Word,
        _ => $"{kind.Word} {rule}",
    };

    private static (string Word, T Value)[] Several<T>(string option, string text, (string Word, T Value)[] words)
    {
        string[] given = text.Split(',');
        foreach (string word in given)
        {
            if (words.All(w => w.Word != word) || given.Count(g => g == word) > 1)
            {
                throw new InputException($"{option} takes {string.Join(", ", words.Select(w => w.Word))}, each once and with commas between, not '{text}'.");
            }
        }

        return [.. given.Select(word => words.First(w => w.Word == word))];
    }
}
