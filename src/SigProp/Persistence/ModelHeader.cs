using SigProp.Data;
using SigProp.Training;

namespace SigProp.Persistence;

/// <summary>All of a model but its tensors' values.</summary>
internal sealed record ModelHeader
{
    public required NetworkSpec Network { get; init; }

    public required bool HasExits { get; init; }

    public required IReadOnlyList<string> ClassNames { get; init; }

    public InputEncoding? Encoding { get; init; }

    public TrainingReport? Training { get; init; }

    public NetworkCalibration? Calibration { get; init; }

    public required IReadOnlyList<TensorInfo> Tensors { get; init; }

    public StateHeader? State { get; init; }
}
