using BenchmarkDotNet.Attributes;
using SigProp.Numerics;

namespace SigProp.Benchmarks.Kernels;

/// <summary>Pooling of 2 x 2 of 16 samples of 64 channels of 32 x 32.</summary>
public class Poolings : IDisposable
{
    private readonly ComputeContext _context = new(1);
    private readonly PoolingShape _shape = PoolingShape.Square(64, 32, 32, 2, 2);
    private MatrixView _x;
    private MatrixView _dx;
    private MatrixView _y;
    private MatrixView _dy;

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        (_x, _dx) = (KernelData.Matrix(16, _shape.InputSize), KernelData.Matrix(16, _shape.InputSize));
        (_y, _dy) = (KernelData.Matrix(16, _shape.OutputSize), KernelData.Matrix(16, _shape.OutputSize));
    }

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _context.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The largest of each window.</summary>
    [Benchmark]
    public void Max() => Pooling.Forward<MaxPooling>(_context, _shape, _x, _y);

    /// <summary>Its gradient.</summary>
    [Benchmark]
    public void MaxGradient() => Pooling.Backward<MaxPooling>(_context, _shape, _x, _y, _dy, _dx);

    /// <summary>The mean of each window.</summary>
    [Benchmark]
    public void Average() => Pooling.Forward<AveragePooling>(_context, _shape, _x, _y);

    /// <summary>Its gradient.</summary>
    [Benchmark]
    public void AverageGradient() => Pooling.Backward<AveragePooling>(_context, _shape, _x, _y, _dy, _dx);
}
