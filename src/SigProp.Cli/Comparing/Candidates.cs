using System.CommandLine;
using SigProp.Cli.Arguments;
using SigProp.Training;

namespace SigProp.Cli.Comparing;

/// <summary>What a comparison tries.</summary>
internal static class Candidates
{
    /// <summary>Each kind of network by each rule that it can learn by, and the yardsticks.</summary>
    public static IReadOnlyList<Candidate> Of(
        ParseResult parsed, TrainingArguments training, IReadOnlyList<ModelKind> kinds, IReadOnlyList<RuleWord> rules, bool numbers, bool yardsticks)
    {
        var candidates = new List<Candidate>();
        foreach (ModelKind kind in kinds)
        {
            foreach (RuleWord rule in rules.Where(r => r.Kinds.Contains(kind)))
            {
                TrainingRecipe recipe = training.ReadTrainable(parsed, kind, rule.Rule, numbers);
                candidates.Add(new Candidate(NameOf(kind, rule), rule.About, rule.Source)
                {
                    Recipe = recipe with { Network = rule.Adapt(recipe.Network) },
                    Rule = rule,
                });
            }
        }

        if (yardsticks)
        {
            // They see the same rows as often; their steps are their own, for what suits deep networks is slow for them.
            TrainingOptions given = candidates[0].Recipe!.Options;
            var options = new TrainingOptions
            {
                Epochs = given.Epochs,
                BatchSize = given.BatchSize,
                ValidationFraction = given.ValidationFraction,
                Patience = given.Patience,
                ClassWeights = given.ClassWeights,
                Calibrate = given.Calibrate,
                Threads = given.Threads,
            };
            (string linear, string constant) = numbers ? ("linear", "mean") : ("logistic", "majority");
            candidates.Add(new Candidate(linear, $"{linear} regression on the same features, without hidden layers", null) { IsLinear = true, Yardstick = options });
            candidates.Add(new Candidate(constant, numbers ? "the mean of the rows learned from, whatever the features" : "the shares of the classes, whatever the features", null)
            {
                Yardstick = options,
            });
        }

        return candidates;
    }

    /// <summary>The rules of the paper's table of a preset.</summary>
    public static string RulesOf(NetworkPreset preset) => preset switch
    {
        NetworkPreset.Vgg8b => "backprop,ll-bp,ll-fa,sigprop",
        NetworkPreset.Vgg8bDouble => "sigprop,sp-sparse",
        NetworkPreset.SpikingConvolutional => "bptt,shallow,sp-surrogate,sp-voltage",
        _ => "backprop,fa,dfa,sigprop",
    };

    private static string NameOf(ModelKind kind, RuleWord rule) => kind switch
    {
        ModelKind.Layers => rule.Word,
        ModelKind.Continuous when rule.Rule == LearningRuleKind.SignalPropagation && !rule.IsSymmetric => Words.Of(Words.Models, kind),
        _ => $"{Words.Of(Words.Models, kind)} {rule.Word}",
    };
}
