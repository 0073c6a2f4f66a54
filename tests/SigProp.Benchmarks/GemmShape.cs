namespace SigProp.Benchmarks;

/// <summary>A matrix product: c, [m, n] = a b, with k terms a number.</summary>
internal readonly record struct GemmShape(string Use, int M, int N, int K, bool TransposeA = false, bool TransposeB = false)
{
    /// <summary>GFLOP.</summary>
    public double Work => 2e-9 * M * N * K;
}
