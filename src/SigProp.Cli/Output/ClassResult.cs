using SigProp.Training;

namespace SigProp.Cli.Output;

/// <summary>How well a model tells classes apart.</summary>
/// <param name="ClassNames">The classes.</param>
/// <param name="Evaluation">The answer's measures.</param>
/// <param name="Exits">The layers' measures.</param>
internal sealed record ClassResult(
    IReadOnlyList<string> ClassNames, Evaluation Evaluation, IReadOnlyList<(int Layer, IReadOnlyList<Measure> Measures)> Exits)
{
    /// <summary>What early exits come to, a margin each; empty where they were not asked for.</summary>
    public IReadOnlyList<EarlyExits> Early { get; init; } = [];

    /// <summary>How the head's tree does; null where it has none.</summary>
    public TreeSearch? Tree { get; init; }
}
