namespace SigProp.Persistence;

/// <summary>All that one layer's optimizer remembers but the moments' values.</summary>
internal sealed record LearnerHeader
{
    public required int Steps { get; init; }

    public required IReadOnlyList<TensorInfo> Parameters { get; init; }
}
