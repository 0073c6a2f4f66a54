namespace SigProp.Continuous;

/// <summary>The sign of the nudge from batch to batch: whether the output is pulled towards the target or pushed away from it.</summary>
public enum BetaSign
{
    /// <summary>Drawn for each batch; what the nudge's strength does to the estimate cancels over batches.</summary>
    Random,

    /// <summary>Towards the target, as in Eq 14.</summary>
    Positive,

    /// <summary>Away from the target.</summary>
    Negative,

    /// <summary>Towards it and away from it in turn.</summary>
    Alternating,
}
