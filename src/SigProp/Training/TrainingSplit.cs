using SigProp.Data;

namespace SigProp.Training;

/// <summary>Which rows in memory are learned from and which are measured on.</summary>
/// <param name="Data">Where the rows to learn from are.</param>
/// <param name="Rows">The rows to learn from.</param>
/// <param name="Validation">Where the rows to measure on are.</param>
/// <param name="ValidationRows">The rows to measure on; empty for none.</param>
internal sealed record TrainingSplit(Dataset Data, int[] Rows, Dataset Validation, int[] ValidationRows) : LearningRows(Validation, ValidationRows)
{
    public override int Count => Rows.Length;

    public static TrainingSplit Of(TrainingOptions options, Dataset data, Dataset? validation)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        if (validation is not null)
        {
            return new TrainingSplit(data, rows, validation, [.. Enumerable.Range(0, validation.Count)]);
        }

        if (options.ValidationFraction == 0)
        {
            return new TrainingSplit(data, rows, data, []);
        }

        (int[] kept, int[] heldOut) = StratifiedSplit.Holdout(data, options.ValidationFraction, options.Seed);
        return new TrainingSplit(data, kept, data, heldOut);
    }

    public override RowWeights Weigh(ClassWeighting classes) => new(this, classes);

    public override BatchSource CreateSource(Network network, TrainingOptions options, RowWeights weights, int batchSize)
        => new DatasetBatchSource(network, this, weights, options.Augmentation, batchSize);

    public override void SumUp(StateChecksum checksum)
    {
        checksum.Visit(Data);
        checksum.Visit(Rows);
    }

    public override float[] Values() => [.. Rows.Select(row => Data.Values(row)[0])];

    public override StandardScaling OutputScaling(int outputs)
        => StandardScaling.Fit([.. Rows.SelectMany(row => Data.Values(row).ToArray())], outputs);
}
