using System.CommandLine;
using System.Text;
using SigProp.Cli.Arguments;
using SigProp.Cli.Comparing;
using SigProp.Cli.Display;
using SigProp.Cli.Input;
using SigProp.Cli.Output;
using SigProp.Comparison;

namespace SigProp.Cli.Commands;

/// <summary><c>sigprop compare</c>: learning rules on the same rows.</summary>
internal static class CompareCommand
{
    public static Command Create(ToolContext context, Dictionary<Command, IReadOnlyList<OptionGroup>> groups)
    {
        var common = new CommonArguments();
        var training = new TrainingArguments();
        var compare = new CompareArguments();
        var command = new Command("compare", "Trains by several rules on the same rows and compares them.")
        {
            common.Data, common.Label, common.Target, common.Labels, common.Drop, common.Weight,
        };
        foreach (Option option in compare.Options)
        {
            command.Add(option);
        }

        command.Add(common.Json);
        training.AddTo(command);
        command.Add(common.Quiet);
        groups[command] = training.Groups;
        command.SetAction(parsed => Run(context, parsed, common, training, compare));
        return command;
    }

    private static int Run(ToolContext context, ParseResult parsed, CommonArguments common, TrainingArguments training, CompareArguments compare)
    {
        string path = parsed.GetRequiredValue(common.Data);
        string? json = parsed.GetValue(common.Json), report = compare.Report(parsed), testPath = compare.TestFile(parsed);
        LabelSource source = common.LabelSource(parsed);
        NetworkPreset? preset = training.Preset(parsed);
        IReadOnlyList<ModelKind> kinds = compare.Kinds(parsed, preset);
        IReadOnlyList<RuleWord> rules = compare.Rules(parsed, kinds, preset);
        training.Check(parsed, [.. kinds]);
        compare.Check(parsed);
        IReadOnlyList<Candidate> candidates = Candidates.Of(parsed, training, kinds, rules, source.OfNumbers, compare.HasYardsticks(parsed));
        Check(parsed, training, compare, candidates);
        string?[] given = [path, source.File ?? IdxData.FindLabels(path), testPath, testPath is null ? null : IdxData.FindLabels(testPath)];
        string[] files = [.. given.OfType<string>()];
        string? kept = (report ?? json) is string beside ? $"{beside}.runs" : null;
        CheckFiles([report, json, kept], files);

        LabelledData data = LabelledData.ReadForTraining(path, source, context.Stop);
        long seed = candidates[0].Recipe!.Options.Seed;
        IReadOnlyList<long> seeds = compare.Seeds(parsed, seed);
        IReadOnlyList<Split> splits = testPath is not null
            ? [Split.Against(data, LabelledData.Read(testPath, source with { File = null, Weight = null }, data.ClassNames, context.Stop))]
            : compare.TestPart(parsed) is double part ? [Split.Holdout(data, part, seed)] : Split.Folds(data, compare.Folds(parsed), seed);
        var store = new RunStore(
            kept, kept is null ? "" : Fingerprint.Of(parsed, files, [.. compare.OfRuns, common.Json, common.Quiet]), compare.IsFresh(parsed));
        var runner = new ComparisonRunner(data, splits, seeds, store, context.Stop);
        runner.Check(candidates);
        CandidateResults[] results;
        Study study;
        try
        {
            string? paper = preset is null ? null : PaperData.Of(path, runner.ShapeOf(candidates[0]), data.ClassNames.Count);
            study = new Study(preset, paper, compare.StudiesAlignment(parsed), report is not null);
            results = Run(context, runner, candidates, splits.Count * seeds.Count, study, parsed.GetValue(common.Quiet));
        }
        catch (OperationCanceledException) when (store.Count > 0)
        {
            context.Error.WriteLine($"Stopped; {Format.Of(store.Count, "finished run is", "finished runs are")} kept in '{kept}', and the same command goes on from there.");
            return ExitCode.Stopped;
        }

        string testing = testPath is not null ? "the rows of another file" : compare.TestPart(parsed) is double held ? $"{100 * held:0.##} % of the rows" : $"{splits.Count} folds";
        ComparisonResults all = new()
        {
            Title = $"Learning rules on {Path.GetFileName(path.Split(',')[0])}",
            Command = $"sigprop compare {CommandLine(parsed)}",
            Made = DateTime.UtcNow,
            Machine = MachineText.Describe(),
            Data = Path.GetFileName(path.Split(',')[0]),
            Rows = data.Count,
            Testing = seeds.Count > 1 ? $"{testing}, {seeds.Count} seeds" : testing,
            Classes = data.ClassNames,
            Measures = Measure.Infos(data.IsRegression),
            Candidates = results,
            Notes = [.. Notes(candidates, results, splits.Count, seeds.Count, store, study), .. study.Costs(candidates)],
        };
        if (json is not null)
        {
            OutputFile.Write(json, stream => ComparisonJson.Write(stream, all));
        }

        if (report is not null)
        {
            OutputFile.Write(report, stream => stream.Write(Encoding.UTF8.GetBytes(ComparisonReport.ToHtml(all))));
        }

        ComparisonTables.Write(context.Out, all, byLayer: preset is not null);
        if (report is not null)
        {
            context.Out.WriteLine($"The page with all charts is {report} ({Format.Bytes(new FileInfo(report).Length)}).");
        }

        return ExitCode.Success;
    }

    private static void CheckFiles(string?[] written, string[] read)
    {
        string[] inputs = [.. read.SelectMany(InputFile.Split)];
        string[] outputs = [.. written.OfType<string>()];
        foreach (string file in outputs)
        {
            OutputFile.Check(file, inputs);
        }

        if (outputs.Select(Path.GetFullPath).Distinct().Count() < outputs.Length)
        {
            throw new InputException($"--report and --json both name '{outputs[0]}'; give each a file of its own.");
        }
    }

    /// <summary>Refuses what none of the candidates would do.</summary>
    /// <exception cref="InputException">There is such.</exception>
    private static void Check(ParseResult parsed, TrainingArguments training, CompareArguments compare, IReadOnlyList<Candidate> candidates)
    {
        TrainingRecipe[] recipes = [.. candidates.Select(c => c.Recipe).OfType<TrainingRecipe>()];
        if (training.IsPipelined(parsed) && recipes.All(r => r.Options.Pipeline != PipelineMode.On))
        {
            throw new InputException("--pipeline is on, and of these rules none lets layers learn in parallel; --rules sigprop does. Choose auto or off.");
        }

        if (training.IsHalf(parsed) && recipes.All(r => r.Options.Precision != TrainingPrecision.Half))
        {
            throw new InputException("--precision is half, and of these rules none learns in 16 bits; --rules sigprop does. Choose single.");
        }

        if (compare.StudiesAlignment(parsed) && !candidates.Any(IsStudied))
        {
            throw new InputException("--study alignment compares the updates of layers with backpropagation's, and none of these has any: name another of --rules, with --model sigprop or spiking.");
        }
    }

    private static bool IsStudied(Candidate candidate) => candidate is { Rule.Rule: not LearningRuleKind.Shallow, Recipe.Network.Continuous: null };

    private static CandidateResults[] Run(
        ToolContext context, ComparisonRunner runner, IReadOnlyList<Candidate> candidates, int runs, Study study, bool quiet)
    {
        ProgressDisplay display = ProgressDisplay.Create(context, quiet);
        string measure = ModelSummary.MeasureOf(candidates[0].Recipe!.Network.IsRegression);
        return display.Show(() => candidates.Select(candidate =>
        {
            TaskDisplay task = display.Begin(candidate.Name, runs, measure);
            IReadOnlyList<ComparisonRun> done = runner.Run(candidate, task);
            task.EndAll($"mean {runner.Text(done)}");
            bool aligned = study.IsOfAlignment && IsStudied(candidate);
            return new CandidateResults
            {
                Name = candidate.Name,
                About = candidate.About,
                Source = candidate.Source,
                Constraints = candidate.Rule?.ConstraintsFor(candidate.Recipe!.Network),
                Runs = done,
                MemoryByDepth = study.HasCharts ? runner.MemoryOf(candidate) : [],
                GradientAngles = aligned ? runner.AnglesOf(candidate, display.Begin($"{candidate.Name}, alignment", 1, measure)) : [],
                PaperError = study.ErrorOf(candidate),
            };
        }).ToArray());
    }

    private static string[] Notes(IReadOnlyList<Candidate> candidates, CandidateResults[] results, int splits, int seeds, RunStore store, Study study)
    {
        Candidate[] trained = [.. candidates.Where(c => c.Recipe is not null)];
        HeadKind head = trained[0].Recipe!.Network.Head;
        string[] narrow = [.. trained.Where(c => c.Recipe!.Options.Precision == TrainingPrecision.Half).Select(c => c.Name)];
        string[] unstudied = study.IsOfAlignment ? [.. trained.Where(c => !IsStudied(c)).Select(c => c.Name)] : [];
        int runs = splits * seeds;
        return
        [
            .. runs > 1 ? [$"Means of {Runs(splits, seeds)} (± the standard deviation between them); seconds are for one."] : Array.Empty<string>(),
            .. trained.Where(c => c.Recipe!.Network.Continuous is null && c.Recipe!.Network.Head != head).Select(c =>
                $"{c.Name} predicts by the head {Words.Of(Words.Heads, c.Recipe!.Network.Head)}: it trains no targets to answer by."),
            .. narrow.Length > 0 && narrow.Length < trained.Length ? [$"Of these, {string.Join(", ", narrow)} learned in 16 bits, and the others in 32."] : Array.Empty<string>(),
            .. trained.Any(c => c.Rule!.HasAuxiliaries) ? ["Signal memory holds what a rule needs for learning besides the network: auxiliary networks and fixed feedback."] : Array.Empty<string>(),
            .. results.Any(r => r.PaperError is not null) ? ["paper: the accuracy in the paper's table, of the network at its full width, on all of its data and after its own number of epochs; which data these are is told by the images' shape and the file's name."] : Array.Empty<string>(),
            .. unstudied.Length > 0 ? [$"Not in the study of alignment: {string.Join(", ", unstudied)}, which update no layers or have no gradient to compare with."] : Array.Empty<string>(),
            .. study.Preset is not null && results.All(r => r.PaperError is null) ? ["The paper has no figures for this network on these data."] : Array.Empty<string>(),
            .. store.Found > 0 ? [$"{Format.Of(store.Found, "run was", "runs were")} kept from before; --fresh makes all anew."] : Array.Empty<string>(),
        ];
    }

    private static string Runs(int splits, int seeds)
        => splits == 1 ? $"{seeds} seeds" : seeds == 1 ? $"{splits} folds" : $"{splits} folds with {seeds} seeds each";

    private static string CommandLine(ParseResult parsed) => string.Join(' ', parsed.Tokens.Skip(1).Select(t => Quote(t.Value)));

    private static string Quote(string text) => text.AsSpan().ContainsAny(" '\"$&|;<>()*?\\".AsSpan()) ? $"\"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"" : text;
}
