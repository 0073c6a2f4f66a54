namespace SigProp.TorchSharp.Losses;

/// <summary>What the n rows of a batch ought to be, on the device.</summary>
internal sealed record TorchLesson
{
    /// <summary>Class, or quantile bin, of each row, [n]; null where rows have none.</summary>
    public Tensor? Labels { get; init; }

    /// <summary>Weight of each row, [n]; null where all are 1.</summary>
    public Tensor? Weights { get; init; }

    /// <summary>Standardised values, [n, outputs]; null for classes.</summary>
    public Tensor? Values { get; init; }

    /// <summary>The mean standardised value of each bin, [bins]; null where there are none.</summary>
    public Tensor? Centers { get; init; }

    /// <summary>What the targets were before the layer, a row for each of its targets; null where they were the labels, one-hot.</summary>
    public Tensor? Contexts { get; init; }

    /// <summary>1/n sum_i w_i l_i.</summary>
    public Tensor Mean(Tensor losses) => (Weights is null ? losses : losses.mul(Weights)).mean();
}
