namespace SigProp.Optimizers;

/// <summary>Where parameters of 16 bits are expanded to be worked with: for those that learn in turn, as large as the largest of them.</summary>
internal sealed class HalfScratch
{
    private readonly float[][] _values;

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

        _values = [.. lengths.Select(length => new float[length])];
    }

    public long Bytes => sizeof(float) * _values.Sum(a => (long)a.Length);

    /// <summary>For the values of a learner's parameter <paramref name="index"/>.</summary>
    public float[] Values(int index) => _values[index];
}
