using System.Globalization;
using SigProp.Comparison;

namespace SigProp.Cli.Comparing;

/// <summary>What a comparison finds out besides its runs.</summary>
/// <param name="Preset">The paper's network that was asked for.</param>
/// <param name="PaperData">The paper's data set that the data are; null where they are another.</param>
/// <param name="IsOfAlignment">Whether updates are compared with backpropagation's gradients.</param>
/// <param name="HasCharts">Whether there will be charts.</param>
internal sealed record Study(NetworkPreset? Preset, string? PaperData, bool IsOfAlignment, bool HasCharts)
{
    /// <summary>What the paper measured of time and memory, a sentence for each candidate that it has; its seconds are those of its own machine.</summary>
    public IEnumerable<string> Costs(IEnumerable<Candidate> candidates)
    {
        if (Preset is not NetworkPreset preset || PaperData is not string data)
        {
            yield break;
        }

        foreach (Candidate candidate in candidates.Where(c => c.Rule is not null))
        {
            string rule = candidate.Rule!.Alias ?? candidate.Rule.Word;
            if (PaperFigures.Cost(preset, data, rule) is (double seconds, double mib))
            {
                string layers = string.Join(", ", PaperFigures.LayerCosts(preset, data, rule).Select(l => string.Create(
                    CultureInfo.InvariantCulture, $"{l.Layer}: {l.Seconds:0.00} s{(l.MiB is double m ? $" {m:0.00} MiB" : "")}")));
                yield return string.Create(CultureInfo.InvariantCulture, $"The paper measured for {candidate.Name} {seconds:0.00} s and {mib:0.00} MiB a batch on its machine")
                    + (layers.Length > 0 ? $"; by layer {layers}." : ".");
            }
        }
    }

    /// <summary>What the paper found, test error in percent.</summary>
    public double? ErrorOf(Candidate candidate) => Preset is NetworkPreset preset && PaperData is string data && candidate.Rule is RuleWord rule
        ? PaperFigures.TestError(preset, data, rule.Alias ?? rule.Word)
        : null;
}
