namespace SigProp.Data;

/// <summary>The range of the values to predict, cut at their quantiles into bins of about equally many rows: the classes that regression learns
/// by. Values are standardised first; edges and centers are in standardised units.</summary>
internal sealed class QuantileBins
{
    /// <summary>Puts bins together that were found before.</summary>
    /// <exception cref="ArgumentException">They cannot be bins.</exception>
    public QuantileBins(double mean, double deviation, float[] edges, float[] centers)
    {
        bool ascending = edges.Length == centers.Length + 1 && centers.Length > 1 && float.IsFinite(edges[0]) && float.IsFinite(edges[^1]);
        for (int k = 0; ascending && k < centers.Length; k++)
        {
            ascending = edges[k] < edges[k + 1] && centers[k] >= edges[k] && centers[k] <= edges[k + 1];
        }

        if (!ascending || !double.IsFinite(mean) || !(deviation > 0 && double.IsFinite(deviation)))
        {
            throw new ArgumentException(
                $"{edges.Length} edges and {centers.Length} centers, with mean {mean} and deviation {deviation}, are not at least 2 bins in order.");
        }

        Mean = mean;
        Deviation = deviation;
        Edges = edges;
        Centers = centers;
    }

    /// <summary>Number of bins, at least 2.</summary>
    public int Count => Centers.Length;

    /// <summary>The mean of the values.</summary>
    public double Mean { get; }

    /// <summary>The standard deviation of the values, above 0.</summary>
    public double Deviation { get; }

    /// <summary>Where bins begin and the last one ends, [Count + 1], strictly ascending: bin k is [edge k, edge k + 1).</summary>
    public float[] Edges { get; }

    /// <summary>The mean of each bin's members, [Count].</summary>
    public float[] Centers { get; }

    /// <summary>Cuts values into about <paramref name="count"/> bins; fewer where equal values, which stay together, leave bins empty.</summary>
    /// <param name="values">The values, all finite.</param>
    /// <param name="count">How many bins to make, at least 2.</param>
    /// <exception cref="ArgumentException">There are no two different values.</exception>
    public static QuantileBins Fit(ReadOnlySpan<float> values, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        (double mean, double deviation) = Moments(values);
        float[] sorted = new float[values.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = (float)((values[i] - mean) / deviation);
        }

        Array.Sort(sorted);
        List<int> cuts = [0];
        for (int k = 1; k < count; k++)
        {
            int cut = NearestCut(sorted, (int)((long)k * sorted.Length / count));
            if (cut > cuts[^1] && cut < sorted.Length)
            {
                cuts.Add(cut);
            }
        }

        cuts.Add(sorted.Length);
        float[] edges = new float[cuts.Count], centers = new float[cuts.Count - 1];
        edges[0] = sorted[0];
        for (int k = 0; k < centers.Length; k++)
        {
            double sum = 0;
            for (int i = cuts[k]; i < cuts[k + 1]; i++)
            {
                sum += sorted[i];
            }

            centers[k] = (float)(sum / (cuts[k + 1] - cuts[k]));
            if (k > 0)
            {
                // Half way between the neighbours, and above the lower one even where no number lies between them.
                float low = sorted[cuts[k] - 1], high = sorted[cuts[k]], middle = low + ((high - low) / 2);
                edges[k] = middle > low ? middle : high;
            }
        }

        edges[^1] = Math.Max(sorted[^1], float.BitIncrement(edges[^2]));
        return new QuantileBins(mean, deviation, edges, centers);
    }

    /// <summary>(y - mean) / deviation</summary>
    public float Standardize(float value) => (float)((value - Mean) / Deviation);

    /// <summary>mean + deviation z</summary>
    public float Restore(float standardized) => (float)(Mean + (Deviation * standardized));

    /// <summary>The bin of a standardised value; the outermost ones take what lies beyond.</summary>
    public int BinOf(float standardized)
    {
        int low = 0, high = Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = standardized >= Edges[middle] ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<float> values)
    {
        bool differ = false;
        double sum = 0, squares = 0;
        foreach (float value in values)
        {
            differ |= value != values[0];
            sum += value;
        }

        if (!differ)
        {
            throw new ArgumentException(
                values.IsEmpty ? "There are no values to predict." : $"The values to predict are all {values[0]}; there is nothing to learn from them.",
                nameof(values));
        }

        double mean = sum / values.Length;
        foreach (float value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, Math.Sqrt(squares / values.Length));
    }

    // The place nearest to a wanted one where neighbours differ; 0 or the length where that is none.
    private static int NearestCut(float[] sorted, int wanted)
    {
        int low = wanted, high = wanted;
        while (low > 0 && sorted[low - 1] == sorted[wanted])
        {
            low--;
        }

        while (high < sorted.Length && sorted[high] == sorted[wanted])
        {
            high++;
        }

        bool below = low > 0 && (high == sorted.Length || wanted - low <= high - wanted);
        return below ? low : high;
    }
}
