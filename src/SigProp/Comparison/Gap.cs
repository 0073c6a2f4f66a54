namespace SigProp.Comparison;

/// <summary>How far one candidate is ahead of another.</summary>
/// <param name="Size">By how much its mean is better; below 0 where it is worse.</param>
/// <param name="Spread">The larger of the two deviations between runs.</param>
/// <param name="HasSpread">Whether both were run more than once; a spread is not known from one run.</param>
/// <param name="Pairs">Runs of both on the same rows with the same seed.</param>
/// <param name="Ahead">In how many of them it is ahead.</param>
internal readonly record struct Gap(double Size, double Spread, bool HasSpread, int Pairs, int Ahead)
{
    /// <summary>Whether the difference is more than runs of one candidate differ among themselves.</summary>
    public bool IsBeyondSpread => HasSpread && Math.Abs(Size) > Spread;

    public static Gap Of(Quantity quantity, CandidateSummary one, CandidateSummary other)
    {
        double sign = quantity.IsBetterHigher ? 1 : -1;
        Spread first = quantity.SpreadOf(one), second = quantity.SpreadOf(other);
        double[] pairs =
        [
            .. from a in one.Runs
               join b in other.Runs on (a.Seed, a.Split) equals (b.Seed, b.Split)
               select sign * (quantity.OfRun(a) - quantity.OfRun(b)),
        ];
        return new Gap(
            sign * (first.Mean - second.Mean), Math.Max(first.Deviation, second.Deviation), one.Runs.Count > 1 && other.Runs.Count > 1, pairs.Length,
            pairs.Count(p => p > 0));
    }
}
