using System.CommandLine;

namespace SigProp.Cli.Arguments;

/// <summary>The options that say what targets are made of and how outputs are compared with them.</summary>
internal sealed class TargetArguments
{
    private static readonly TargetGeneratorSpec s_targets = new();

    private readonly Choice<bool> _targets = new("--targets", "Whether targets learn or stay as drawn.", s_targets.Learned, Words.Targets);

    private readonly Choice<TargetGeneratorKind> _generator = new("--generator", "What targets are made of.", s_targets.Kind, Words.Generators);

    private readonly Option<float> _eta = OptionFactory.Number(
        "--eta", "X", "How far the generator corrected-loop corrects the output.", s_targets.Correction);

    private readonly Option<int?> _sparse = OptionFactory.OptionalWhole(
        "--sparse", "N", "Sparse targets; of a dense first layer N values [default: a quarter of its units]");

    private readonly Choice<LocalLossKind> _loss = new(
        "--loss", "How outputs are compared with targets [default: dot; expectation for numbers; pairs-label where each row has a target]", Words.Losses);

    private readonly Option<int> _topK = OptionFactory.Whole(
        "--top-k", "K", "How many targets the loss pairs-top-k takes for right.", new NetworkSpec { Inputs = 1, Layers = [] }.TopK);

    public TargetArguments()
    {
        _sparse.Arity = ArgumentArity.ZeroOrOne;
    }

    public IReadOnlyList<Option> Options => [_targets.Option, _generator.Option, _eta, _sparse, _loss.Option, _topK];

    /// <summary>The network with the targets asked for.</summary>
    public NetworkSpec Apply(ParseResult parsed, NetworkSpec spec)
    {
        TargetGeneratorKind kind = _generator.Of(parsed);
        LocalLossKind loss = _loss.Of(parsed, kind == TargetGeneratorKind.TargetOnly ? spec.Loss : LocalLossKind.PairsByLabel);
        bool topK = loss == LocalLossKind.PairsTopK || spec.Layers.OfType<LearningLayerSpec>().Any(l => l.Loss == LocalLossKind.PairsTopK);
        parsed.Refuse(_eta, kind == TargetGeneratorKind.CorrectedTargetLoop, "--generator corrected-loop");
        parsed.Refuse(_topK, topK, "--loss pairs-top-k");
        return spec with
        {
            Loss = loss,
            TopK = parsed.GetValue(_topK),
            Targets = spec.Targets with
            {
                Learned = _targets.Of(parsed),
                Kind = kind,
                Correction = parsed.GetValue(_eta),
                Sparse = parsed.Has(_sparse),
                SparseUnits = parsed.GetValue(_sparse) ?? 0,
            },
        };
    }
}
