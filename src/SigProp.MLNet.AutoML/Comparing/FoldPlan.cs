namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>Which rows are tested in which fold.</summary>
internal static class FoldPlan
{
    /// <summary>Deals out the rows of each class at random, one fold after the other, so that folds have as many rows as can be, of each class too.</summary>
    /// <param name="classes">The class of each row, below 0 for rows to leave out; the same everywhere for a regression.</param>
    /// <param name="folds">How many folds.</param>
    /// <param name="seed">What decides chance.</param>
    /// <returns>The fold of each row, from 0; -1 for those left out.</returns>
    public static int[] Deal(int[] classes, int folds, int seed)
    {
        var random = new Random(seed);
        int[] foldOf = new int[classes.Length];
        Array.Fill(foldOf, -1);
        int next = 0;
        foreach (IGrouping<int, int> rows in Enumerable.Range(0, classes.Length).Where(row => classes[row] >= 0).GroupBy(row => classes[row]).OrderBy(g => g.Key))
        {
            int[] shuffled = [.. rows];
            random.Shuffle(shuffled);
            foreach (int row in shuffled)
            {
                foldOf[row] = next++ % folds;
            }
        }

        return foldOf;
    }
}
