namespace SigProp.Learning;

/// <summary>Cuts a row of learners into groups that take about as long as each other.</summary>
internal static class PipelineBalance
{
    /// <summary>The cut into contiguous groups whose costliest group costs least; of equals the one whose first groups are shortest.</summary>
    /// <param name="costs">What each learner costs, at least 0.</param>
    /// <param name="groups">How many groups, from 1 to as many as there are learners.</param>
    /// <returns>Each group's first learner.</returns>
    public static int[] Cut(ReadOnlySpan<double> costs, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(groups, costs.Length);

        // best[g, i]: the least cost of the costliest of g + 1 groups that hold the learners from i on
        double[,] best = new double[groups, costs.Length];
        int[,] next = new int[groups, costs.Length];
        for (int i = 0; i < costs.Length; i++)
        {
            best[0, i] = Sum(costs[i..]);
            next[0, i] = costs.Length;
        }

        for (int g = 1; g < groups; g++)
        {
            for (int i = 0; i < costs.Length - g; i++)
            {
                best[g, i] = double.PositiveInfinity;
                for (int end = i + 1; end <= costs.Length - g; end++)
                {
                    double cost = Math.Max(Sum(costs[i..end]), best[g - 1, end]);
                    if (cost < best[g, i])
                    {
                        (best[g, i], next[g, i]) = (cost, end);
                    }
                }
            }
        }

        int[] starts = new int[groups];
        for (int g = 1; g < groups; g++)
        {
            starts[g] = next[groups - g, starts[g - 1]];
        }

        return starts;
    }

    /// <summary>Shares threads out among groups: at least one each, and each further one to the group that has most to do for each of its threads.</summary>
    /// <param name="costs">What each learner costs.</param>
    /// <param name="starts">Each group's first learner.</param>
    /// <param name="threads">At least as many as there are groups.</param>
    public static int[] Share(ReadOnlySpan<double> costs, ReadOnlySpan<int> starts, int threads)
    {
        int[] shares = new int[starts.Length];
        Array.Fill(shares, 1);
        for (int left = threads - starts.Length; left > 0; left--)
        {
            int busiest = 0;
            double most = double.NegativeInfinity;
            for (int g = 0; g < starts.Length; g++)
            {
                double load = Sum(costs[starts[g]..(g + 1 < starts.Length ? starts[g + 1] : costs.Length)]) / shares[g];
                if (load > most)
                {
                    (busiest, most) = (g, load);
                }
            }

            shares[busiest]++;
        }

        return shares;
    }

    private static double Sum(ReadOnlySpan<double> costs)
    {
        double sum = 0;
        foreach (double cost in costs)
        {
            sum += cost;
        }

        return sum;
    }
}
