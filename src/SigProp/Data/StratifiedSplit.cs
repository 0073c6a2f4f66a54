using SigProp.Numerics;

namespace SigProp.Data;

/// <summary>Splits rows at random so that each part has its share of every class, or of every range of the first value to predict.</summary>
public static class StratifiedSplit
{
    /// <summary>Ranges of the values of regression data, of equally many rows.</summary>
    private const int Ranges = 16;

    /// <summary>Rows a range should have, so that it can give its share.</summary>
    private const int LeastInRange = 10;

    /// <summary>Holds out a part of the rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="fraction">The part to hold out, in (0, 1). Of each class at least one row stays.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <returns>The rows kept and the rows held out, each in ascending order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not in (0, 1).</exception>
    public static (int[] Kept, int[] HeldOut) Holdout(Dataset data, double fraction, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Holdout(Strata(data), fraction, seed);
    }

    /// <summary>Holds out a part of the rows, given the class of each.</summary>
    /// <inheritdoc cref="Holdout(Dataset, double, long)"/>
    public static (int[] Kept, int[] HeldOut) Holdout(ReadOnlySpan<int> labels, double fraction, long seed = 0)
    {
        if (!(fraction > 0 && fraction < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The part to hold out must lie between 0 and 1.");
        }

        // Class after class, every (1 / fraction)-th row from a random start: each class gives its share, give or take one row, and all
        // classes together theirs, however small they are. A class keeps its last row.
        List<int> kept = [], heldOut = [];
        RandomKey key = RandomKey.FromSeed(seed).Split("holdout");
        double start = key.Split("start").Stream().NextSingle();
        int passed = 0;
        foreach (int[] members in ShuffledClasses(labels.ToArray(), key))
        {
            int taken = 0;
            foreach (int row in members)
            {
                bool due = Math.Floor(start + ((passed + 1) * fraction)) > Math.Floor(start + (passed * fraction));
                passed++;
                if (due && taken < members.Length - 1)
                {
                    heldOut.Add(row);
                    taken++;
                }
                else
                {
                    kept.Add(row);
                }
            }
        }

        kept.Sort();
        heldOut.Sort();
        return ([.. kept], [.. heldOut]);
    }

    /// <summary>Deals the rows into folds; fold k is tested by a model trained on the others.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="folds">How many, at least 2 and at most the number of rows.</param>
    /// <param name="seed">The same seed gives the same folds.</param>
    /// <returns>The rows of each fold, each in ascending order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 folds, or more folds than rows.</exception>
    public static int[][] Folds(Dataset data, int folds, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Folds(Strata(data), folds, seed);
    }

    /// <summary>Deals the rows into folds, given the class of each.</summary>
    /// <inheritdoc cref="Folds(Dataset, int, long)"/>
    public static int[][] Folds(ReadOnlySpan<int> labels, int folds, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(folds, labels.Length);
        List<int>[] parts = [.. Enumerable.Range(0, folds).Select(_ => new List<int>())];
        int next = 0;
        foreach (int[] members in ShuffledClasses(labels.ToArray(), RandomKey.FromSeed(seed).Split("folds")))
        {
            foreach (int row in members)
            {
                parts[next++ % folds].Add(row);
            }
        }

        return [.. parts.Select(p => p.Order().ToArray())];
    }

    // The class of each row; for regression the range of its first value, by rank: equal values may fall into two ranges.
    private static int[] Strata(Dataset data)
    {
        if (!data.IsRegression)
        {
            return data.Labels;
        }

        int[] strata = new int[data.Count];
        int ranges = Math.Clamp(data.Count / LeastInRange, 1, Ranges), rank = 0;
        foreach (int row in Enumerable.Range(0, data.Count).OrderBy(row => data.TargetValues[row * data.Outputs]))
        {
            strata[row] = (int)((long)rank++ * ranges / data.Count);
        }

        return strata;
    }

    private static IEnumerable<int[]> ShuffledClasses(int[] labels, RandomKey key)
    {
        foreach (IGrouping<int, int> members in Enumerable.Range(0, labels.Length).GroupBy(row => labels[row]).OrderBy(g => g.Key))
        {
            int[] rows = [.. members];
            RandomStream stream = key.Split(members.Key).Stream();
            stream.Shuffle(rows);
            yield return rows;
        }
    }
}
