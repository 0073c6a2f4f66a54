using SigProp.Data;

namespace SigProp.Training;

/// <summary>One pass over a stream, which counts its rows and lets none pass that cannot be learned from.</summary>
/// <param name="stream">The stream.</param>
/// <param name="expected">The rows it had in the first pass; null in the first pass.</param>
internal sealed class RowPass(RowSource stream, long? expected = null) : IDisposable
{
    private readonly RowCursor _cursor = stream.Open();
    private readonly int _classes = stream.IsRegression ? 1 : stream.ClassCount;

    /// <summary>Rows read so far.</summary>
    public long Count { get; private set; }

    /// <summary>Reads the next row into a place of a block.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="DataFormatException">The row cannot be learned from, or the stream has not as many rows as before.</exception>
    public bool Read(RowBlock block, int index)
    {
        if (!_cursor.Read(block.Slot(index)))
        {
            return expected is null || expected == Count ? false : throw Changed($"only {Count}");
        }

        if (Count == expected)
        {
            throw Changed("more");
        }

        Check(block, index);
        block.Numbers[index] = Count++;
        return true;
    }

    public void Dispose() => _cursor.Dispose();

    private void Check(RowBlock block, int index)
    {
        int label = block.Labels[index];
        if ((uint)label >= (uint)_classes)
        {
            throw Bad($"is of class {label}; with {_classes} classes it must lie in 0 to {_classes - 1}");
        }

        float weight = block.Weights[index];
        if (!(weight >= 0 && float.IsFinite(weight)))
        {
            throw Bad($"weighs {weight}; a weight must be finite and at least 0");
        }

        CheckFinite(block.FeaturesOf(index), "feature");
        CheckFinite(block.ValuesOf(index), "value");
    }

    private void CheckFinite(ReadOnlySpan<float> numbers, string what)
    {
        int at = Guard.FirstNotFinite(numbers);
        if (at >= 0)
        {
            throw Bad($"holds {numbers[at]} in {what} {at}; every number must be finite");
        }
    }

    private DataFormatException Bad(string problem)
        => new(FormattableString.Invariant($"Row {Count} of the stream (counted from 0) {problem}."));

    private DataFormatException Changed(string now) => new(FormattableString.Invariant(
        $"The data changed while they were learned from: the first pass read {expected} rows, and this one {now}; leave them as they are until training has ended."));
}
