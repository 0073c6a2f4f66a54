using SigProp.Continuous;

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

    /// <summary>Of a spiking network the neurons of each layer that fired for none of up to 1,000 rows held out, or learned from where none were; empty
    /// for others.</summary>
    public IReadOnlyList<int> SilentNeurons { get; init => field = value ?? []; } = [];

    /// <summary>How the weights of a continuous network's loop lay to each other at its end (Fig 4); empty for other networks.</summary>
    public IReadOnlyList<WeightAngle> Angles { get; init => field = value ?? []; } = [];

    /// <summary>What to look into, a sentence each, with a remedy: layers of a spiking network that are silent, states of a continuous one that do not
    /// move; empty where nothing is known to go wrong.</summary>
    public IReadOnlyList<string> Warnings { get; init => field = value ?? []; } = [];

    /// <summary>How long the learning took, without the validation.</summary>
    public required double Seconds { get; init; }
}
