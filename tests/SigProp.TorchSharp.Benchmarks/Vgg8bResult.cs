using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>What a run of VGG8b ended with.</summary>
internal sealed record Vgg8bResult
{
    private const double Near = 0.5;
    private const string Head = "head";

    /// <summary>What it was trained on.</summary>
    public required string Device { get; init; }

    /// <summary>Seconds a sample of each epoch, all layers together.</summary>
    public required IReadOnlyList<double> EpochSeconds { get; init; }

    /// <summary>The head's error on the test rows after each epoch, in %.</summary>
    public required IReadOnlyList<double> Errors { get; init; }

    /// <summary>What each layer cost, the head last; of rules that are not local what they count by.</summary>
    public required IReadOnlyList<LayerReport> Layers { get; init; }

    /// <summary>Memory of a whole step, besides parameters and moments.</summary>
    public required long SignalBytes { get; init; }

    /// <summary>Whether layers learn each by itself, so that their costs are those of table I; any other rule's are the network's.</summary>
    public required bool IsLocal { get; init; }

    /// <summary>The layers of which the paper gives the mean: those that learn, without the prediction layer.</summary>
    public IEnumerable<LayerReport> Local => IsLocal ? Layers.Where(l => l.Name != Head) : [];

    /// <summary>The least error.</summary>
    public double BestError => Errors.Min();

    /// <summary>The epoch of the least error, from 1.</summary>
    public int BestEpoch => 1 + Errors.ToList().IndexOf(BestError);

    /// <summary>The first epoch whose error is within 0.5 % of the least.</summary>
    public int FirstNearBest => 1 + Errors.ToList().FindIndex(e => e <= BestError + Near);

    /// <summary>Sums up a run.</summary>
    public static Vgg8bResult Of(TrainingReport report) => new()
    {
        Device = report.Device,
        EpochSeconds = [.. report.Epochs.Select(e => e.Seconds / report.TrainingRows)],
        Errors = [.. report.Epochs.Select(e => Math.Round(100 * (1 - e.Validation.Single(a => a.Name == Head).Accuracy), 2))],
        Layers = report.Layers,
        SignalBytes = report.SignalBytes,
        IsLocal = report.Options.Rule is LearningRuleKind.SignalPropagation or LearningRuleKind.LocalLearning or LearningRuleKind.LocalLearningFeedbackAlignment,
    };
}
