using System.CommandLine;
using SigProp.Cli.Comparing;

namespace SigProp.Cli.Arguments;

/// <summary>The options that say what is compared, how it is tested and where results go.</summary>
internal sealed class CompareArguments
{
    private const int DefaultFolds = 5;
    private const string DefaultRules = "sigprop,backprop";

    private readonly Option<string> _rules = new("--rules")
    {
        HelpName = string.Join(',', RuleWord.All.Select(r => r.Word)),
        Description = "The learning rules to compare; sp is short for sigprop, and bp for backprop. sp-surrogate, sp-voltage and bptt are for --model spiking, ep for "
            + "--model continuous. A preset's default is the rules of its table in the paper.",
        DefaultValueFactory = _ => DefaultRules,
    };

    private readonly Option<string> _models = new("--model", "--models")
    {
        HelpName = string.Join(',', Words.Models.Select(m => m.Word)),
        Description = "The kinds of networks to compare; each learns by all the rules that it can.",
        DefaultValueFactory = _ => Words.Of(Words.Models, ModelKind.Layers),
    };

    private readonly Option<int?> _folds = OptionFactory.OptionalWhole(
        "--folds", "N", $"Train on all folds but one and test on that one, for each fold [default: {DefaultFolds}]");

    private readonly Option<float?> _testPart = OptionFactory.OptionalNumber("--test-part", "X", "Test once, on this part of the rows, instead of on folds.");
    private readonly Option<string?> _test = OptionFactory.Text("--test", "FILE", "Test on this file instead of on folds.");
    private readonly Option<int> _seeds = OptionFactory.Whole("--seeds", "N", "Train each split with so many seeds, from --seed on.", 1);
    private readonly Option<bool> _noYardsticks = new("--no-yardsticks") { Description = "Leave logistic or linear regression and the most frequent answer out." };
    private readonly Choice<bool> _study = new("--study", "A study besides: the angles between each rule's updates and backpropagation's gradients.", ("alignment", true));
    private readonly Option<string?> _report = OptionFactory.Text("--report", "FILE", "Write a page with tables and charts to this file (.html).");
    private readonly Option<bool> _fresh = new("--fresh") { Description = "Make all runs anew, and not those alone that an interrupted comparison has left open." };

    /// <summary>What is compared and how.</summary>
    public IReadOnlyList<Option> Options => [_models, _rules, _folds, _testPart, _test, _seeds, _noYardsticks, _study.Option, _report, _fresh];

    /// <summary>The options that say which runs are made and where results go, but not what comes of a run.</summary>
    public IReadOnlyList<Option> OfRuns => [_models, _rules, _seeds, _noYardsticks, _study.Option, _report, _fresh];

    public string? Report(ParseResult parsed) => parsed.GetValue(_report);

    public string? TestFile(ParseResult parsed) => parsed.GetValue(_test);

    public bool IsFresh(ParseResult parsed) => parsed.GetValue(_fresh);

    public bool StudiesAlignment(ParseResult parsed) => _study.Of(parsed);

    public bool HasYardsticks(ParseResult parsed) => !parsed.GetValue(_noYardsticks);

    /// <summary>The part to test on; null for folds.</summary>
    public double? TestPart(ParseResult parsed) => parsed.GetValue(_testPart) is float part ? Math.Round(part, 6) : null;

    public int Folds(ParseResult parsed) => parsed.GetValue(_folds) ?? DefaultFolds;

    /// <summary>Refuses ways of testing that exclude each other, and numbers that cannot be.</summary>
    /// <exception cref="InputException">There are some.</exception>
    public void Check(ParseResult parsed)
    {
        Option[] ways = [.. new Option[] { _folds, _testPart, _test }.Where(parsed.Has)];
        if (ways.Length > 1)
        {
            throw new InputException($"{ways[0].Name} and {ways[1].Name} exclude each other; give one of them.");
        }

        if (parsed.GetValue(_seeds) is < 1 or > 1000)
        {
            throw new InputException($"--seeds is {parsed.GetValue(_seeds)}; it must lie in 1 to 1000.");
        }

        string? report = Report(parsed);
        parsed.Refuse(_fresh, report is not null || parsed.CommandResult.Children.OfType<System.CommandLine.Parsing.OptionResult>().Any(o => o.Option.Name == "--json" && !o.Implicit),
            "--report or --json, beside which finished runs are kept");
        if (report is not null && !report.EndsWith(".html", StringComparison.OrdinalIgnoreCase) && !report.EndsWith(".htm", StringComparison.OrdinalIgnoreCase))
        {
            throw new InputException($"--report is '{report}'; it writes a page, so give a name that ends with .html.");
        }
    }

    public IReadOnlyList<long> Seeds(ParseResult parsed, long first) => [.. Enumerable.Range(0, parsed.GetValue(_seeds)).Select(i => first + i)];

    /// <summary>The kinds of networks; that of a preset where none was named.</summary>
    public IReadOnlyList<ModelKind> Kinds(ParseResult parsed, NetworkPreset? preset)
    {
        if (preset == NetworkPreset.SpikingConvolutional && !parsed.Has(_models))
        {
            return [ModelKind.Spiking];
        }

        string text = parsed.GetRequiredValue(_models);
        string[] given = text.Split(',');
        return given.All(word => Words.Models.Any(m => m.Word == word)) && given.Distinct().Count() == given.Length
            ? [.. given.Select(word => Words.Models.First(m => m.Word == word).Value)]
            : throw new InputException($"--model takes {string.Join(", ", Words.Models.Select(m => m.Word))}, each once and with commas between, not '{text}'.");
    }

    /// <summary>The rules; those of a preset's table where none were named.</summary>
    public IReadOnlyList<RuleWord> Rules(ParseResult parsed, IReadOnlyList<ModelKind> kinds, NetworkPreset? preset)
    {
        if (parsed.Has(_rules))
        {
            return RuleWord.Read(_rules.Name, parsed.GetRequiredValue(_rules), kinds);
        }

        string text = preset is NetworkPreset known && kinds is [ModelKind.Layers or ModelKind.Spiking]
            ? Candidates.RulesOf(known)
            : kinds.All(k => k == ModelKind.Continuous) ? "sigprop" : DefaultRules;
        return RuleWord.Read(_rules.Name, text, kinds);
    }
}
