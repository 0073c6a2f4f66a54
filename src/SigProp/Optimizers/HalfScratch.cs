namespace SigProp.Optimizers;

/// <summary>Where parameters and moments of 16 bits are expanded to be worked with: for those that learn in turn, as large as the largest of them.</summary>
internal sealed class HalfScratch
{
    private readonly float[][] _values;
    private readonly float[][] _first;
    private readonly float[][] _second;

    /// <param name="learners">The optimizers of what learns in turn.</param>
    public HalfScratch(IReadOnlyList<LayerOptimizer> learners)
    {
        int parameters = learners.Select(l => l.Parameters.Count).DefaultIfEmpty().Max();
        int[] lengths = new int[parameters];
        foreach (LayerOptimizer learner in learners)
        {
            for (int i = 0; i < learner.Parameters.Count; i++)
            {
                lengths[i] = Math.Max(lengths[i], learner.Parameters[i].Length);
            }
        }

        int slots = learners.Select(l => l.State.Slots).DefaultIfEmpty().Max();
        _values = [.. lengths.Select(length => new float[length])];
        _first = [.. lengths.Select(length => new float[slots >= 1 ? length : 0])];
        _second = [.. lengths.Select(length => new float[slots >= 2 ? length : 0])];
    }

    public long Bytes => sizeof(float) * _values.Concat(_first).Concat(_second).Sum(a => (long)a.Length);

    /// <summary>For the values of a learner's parameter <paramref name="index"/>.</summary>
    public float[] Values(int index) => _values[index];

    /// <summary>For its first moments.</summary>
    public float[] First(int index) => _first[index];

    /// <summary>For its second moments.</summary>
    public float[] Second(int index) => _second[index];
}
