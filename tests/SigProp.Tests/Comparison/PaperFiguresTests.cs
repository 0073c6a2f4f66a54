using SigProp.Comparison;

namespace SigProp.Tests.Comparison;

/// <summary>The paper's tables.</summary>
public sealed class PaperFiguresTests
{
    private static readonly string[] s_sets = ["mnist", "fashion", "cifar10", "cifar100", "svhn"];

    private static readonly string[] s_rules =
        ["bp", "sp", "fa", "dfa", "ll-bp", "ll-fa", "sp-sparse", "shallow", "sp-voltage", "sp-surrogate", "bptt"];

    // Table I has 12 errors and costs, III 2, V 8 errors, VI 32; II has 3 rules by layer, IV 2.
    [Fact]
    public void All_figures_are_there_and_no_others()
    {
        (NetworkPreset Preset, string Set, string Rule)[] all =
            [.. from preset in Enum.GetValues<NetworkPreset>() from set in s_sets from rule in s_rules select (preset, set, rule)];
        Assert.Equal(12 + 2 + 8 + 32, all.Count(a => PaperFigures.TestError(a.Preset, a.Set, a.Rule) is not null));
        Assert.Equal(12 + 2, all.Count(a => PaperFigures.Cost(a.Preset, a.Set, a.Rule) is not null));
        Assert.Equal(3 + 2, all.Count(a => PaperFigures.LayerCosts(a.Preset, a.Set, a.Rule).Count == 7));
        Assert.Equal(3 + 2, all.Count(a => PaperFigures.LayerCosts(a.Preset, a.Set, a.Rule).Count > 0));
    }

    // The tables print the means over the layers, too.
    [Theory]
    [InlineData(NetworkPreset.Vgg8b, "ll-bp")]
    [InlineData(NetworkPreset.Vgg8b, "ll-fa")]
    [InlineData(NetworkPreset.Vgg8b, "sp")]
    [InlineData(NetworkPreset.Vgg8bDouble, "sp")]
    [InlineData(NetworkPreset.Vgg8bDouble, "sp-sparse")]
    public void Layers_agree_with_the_whole(NetworkPreset preset, string rule)
    {
        (double seconds, double mebibytes) = PaperFigures.Cost(preset, "cifar10", rule)!.Value;
        IReadOnlyList<PaperLayerCost> layers = PaperFigures.LayerCosts(preset, "cifar10", rule);
        Assert.Equal(Enumerable.Range(1, 7), layers.Select(l => l.Layer));
        Assert.Equal(seconds, layers.Average(l => l.Seconds), 0.011);
        Assert.Equal(mebibytes, layers.Average(l => l.MiB!.Value), 0.011);
    }

    [Theory]
    [InlineData(NetworkPreset.FullyConnected2x800, "mnist", "sp", 1.71)]
    [InlineData(NetworkPreset.FullyConnected4x800, "mnist", "bp", 1.92)]
    [InlineData(NetworkPreset.Convolutional, "cifar100", "sp", 57.01)]
    [InlineData(NetworkPreset.Vgg8b, "svhn", "sp", 2.15)]
    [InlineData(NetworkPreset.SpikingConvolutional, "fashion", "sp-voltage", 10.68)]
    public void Errors_are_those_printed(NetworkPreset preset, string set, string rule, double error)
        => Assert.Equal(error, PaperFigures.TestError(preset, set, rule));
}
