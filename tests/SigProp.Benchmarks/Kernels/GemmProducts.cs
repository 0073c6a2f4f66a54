using BenchmarkDotNet.Attributes;
using SigProp.Numerics;

namespace SigProp.Benchmarks.Kernels;

/// <summary>Matrix products of the shapes that a training step of 784-800-800-10 is made of, and a square one.</summary>
public class GemmProducts : IDisposable
{
    private ComputeContext _context = null!;
    private MatrixView _a;
    private MatrixView _b;
    private MatrixView _c;
    private bool _transposeA;
    private bool _transposeB;

    /// <summary>Rows x columns x depth, and which operand is transposed.</summary>
    [Params(
        "1024 x 1024 x 1024", "128 x 800 x 784", "128 x 800 x 784 b^T", "784 x 800 x 128 a^T", "800 x 784 x 128 a^T",
        "128 x 10 x 800 b^T", "128 x 800 x 10", "10 x 800 x 128 a^T", "10 x 800 x 800 b^T")]
    public string Shape { get; set; } = "";

    /// <summary>Threads, the caller included.</summary>
    [Params(1)]
    public int Threads { get; set; }

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        string[] words = Shape.Split(' ');
        (int m, int n, int k) = (int.Parse(words[0], null), int.Parse(words[2], null), int.Parse(words[4], null));
        (_transposeA, _transposeB) = (words[^1] == "a^T", words[^1] == "b^T");
        _context = new ComputeContext(Threads);
        _a = _transposeA ? KernelData.Matrix(k, m) : KernelData.Matrix(m, k);
        _b = _transposeB ? KernelData.Matrix(n, k) : KernelData.Matrix(k, n);
        _c = KernelData.Matrix(m, n);
    }

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _context.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>c = a b.</summary>
    [Benchmark]
    public void Multiply() => Gemm.Multiply(_context, _a, _transposeA, _b, _transposeB, _c, 0f);
}
