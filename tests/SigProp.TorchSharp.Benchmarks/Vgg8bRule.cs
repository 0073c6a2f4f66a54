namespace SigProp.TorchSharp.Benchmarks;

/// <summary>A column of the paper's tables I and III.</summary>
/// <param name="Key">What <c>--rules</c> calls it.</param>
/// <param name="Title">What the tables call it.</param>
/// <param name="Kind">How the network learns.</param>
/// <param name="HasSparseTargets">Whether targets are sparse (section III-E).</param>
internal sealed record Vgg8bRule(string Key, string Title, LearningRuleKind Kind, bool HasSparseTargets = false)
{
    /// <summary>All of them, in the paper's order.</summary>
    public static IReadOnlyList<Vgg8bRule> All { get; } =
    [
        new("bp", "BP", LearningRuleKind.Backpropagation),
        new("ll-bp", "LL-BP", LearningRuleKind.LocalLearning),
        new("ll-fa", "LL-FA", LearningRuleKind.LocalLearningFeedbackAlignment),
        new("sp", "SP, dense targets", LearningRuleKind.SignalPropagation),
        new("sp-sparse", "SP, sparse targets", LearningRuleKind.SignalPropagation, HasSparseTargets: true),
    ];
}
