using SigProp.Data;

namespace SigProp.Training;

/// <summary>The rows of a stream that are learned from, once a first pass has measured them.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="HeldOut">Which of its rows are held out.</param>
/// <param name="Facts">What the first pass found.</param>
/// <param name="Validation">Where the rows to measure on are.</param>
/// <param name="ValidationRows">The rows to measure on; empty for none.</param>
internal sealed record StreamRows(RowSource Stream, HeldOutRows HeldOut, StreamFacts Facts, Dataset Validation, int[] ValidationRows)
    : LearningRows(Validation, ValidationRows)
{
    public override int Count => (int)Facts.Rows;

    public override RowWeights Weigh(ClassWeighting classes)
        => new(Facts.ClassWeights, Facts.Rows, Stream.HasWeights, classes == ClassWeighting.Balanced && !Stream.IsRegression);

    public override BatchSource CreateSource(Network network, TrainingOptions options, RowWeights weights, int batchSize)
        => new StreamBatchSource(network, this, weights, options, batchSize);

    public override void SumUp(StateChecksum checksum)
    {
        checksum.Visit(Facts.Checksum.ToCharArray());
    }

    public override float[] Values() => Facts.SampledValues();

    public override StandardScaling OutputScaling(int outputs) => Facts.OutputScaling();
}
