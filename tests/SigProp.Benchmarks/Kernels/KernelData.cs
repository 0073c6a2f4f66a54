using SigProp.Numerics;

namespace SigProp.Benchmarks.Kernels;

/// <summary>Random operands, the same every time.</summary>
internal static class KernelData
{
    public static MatrixView Matrix(int rows, int columns, long seed = 1)
    {
        float[] values = new float[rows * columns];
        RandomStream random = RandomKey.FromSeed(seed).Stream();
        random.FillUniform(values, -1f, 1f);
        return new MatrixView(values, rows, columns);
    }
}
