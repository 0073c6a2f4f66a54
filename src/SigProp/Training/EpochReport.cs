namespace SigProp.Training;

/// <summary>What happened in one epoch.</summary>
public sealed record EpochReport
{
    /// <summary>The epoch, from 1, or from where <c>Trainer.TrainMore</c> went on.</summary>
    public required int Epoch { get; init; }

    /// <summary>The learning rate at its end.</summary>
    public required float LearningRate { get; init; }

    /// <summary>Each learner's running loss and accuracy on the rows it learned from, in order, the head last.</summary>
    public required IReadOnlyList<AnswerReport> Training { get; init; }

    /// <summary>Each answer's loss and accuracy on the validation rows at the epoch's end; empty where there are none.</summary>
    public required IReadOnlyList<AnswerReport> Validation { get; init; }

    /// <summary>How long the learning took, without the validation.</summary>
    public required double Seconds { get; init; }
}
