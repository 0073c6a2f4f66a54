using SigProp.Data;

namespace SigProp.Training;

/// <summary>What a run learns from, in memory or in a stream, and the rows in memory that it is measured on.</summary>
/// <param name="Validation">Where the rows to measure on are.</param>
/// <param name="ValidationRows">The rows to measure on; empty for none.</param>
internal abstract record LearningRows(Dataset Validation, int[] ValidationRows)
{
    /// <summary>Number of rows to learn from.</summary>
    public abstract int Count { get; }

    /// <summary>What rows weigh.</summary>
    public abstract RowWeights Weigh(ClassWeighting classes);

    /// <summary>Fills batches from the rows to learn from.</summary>
    public abstract BatchSource CreateSource(Network network, TrainingOptions options, RowWeights weights, int batchSize);

    /// <summary>Shows all rows to learn from, and which they are.</summary>
    public abstract void SumUp(StateChecksum checksum);

    /// <summary>The first output of the rows to learn from, or of a sample of them.</summary>
    public abstract float[] Values();

    /// <summary>The scaling of the outputs.</summary>
    public abstract StandardScaling OutputScaling(int outputs);
}
