using SigProp.Comparison;

namespace SigProp.Cli.Comparing;

/// <summary>What a comparison finds out besides its runs.</summary>
/// <param name="Preset">The paper's network that was asked for.</param>
/// <param name="PaperData">The paper's data set that the data are; null where they are another.</param>
/// <param name="IsOfAlignment">Whether updates are compared with backpropagation's gradients.</param>
/// <param name="HasCharts">Whether there will be charts.</param>
internal sealed record Study(NetworkPreset? Preset, string? PaperData, bool IsOfAlignment, bool HasCharts)
{
    /// <summary>What the paper found, test error in percent.</summary>
    public double? ErrorOf(Candidate candidate) => Preset is NetworkPreset preset && PaperData is string data && candidate.Rule is RuleWord rule
        ? PaperFigures.TestError(preset, data, rule.Alias ?? rule.Word)
        : null;
}
