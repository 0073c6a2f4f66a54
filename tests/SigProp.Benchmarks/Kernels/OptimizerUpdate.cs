using BenchmarkDotNet.Attributes;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Benchmarks.Kernels;

/// <summary>Adam's update of a layer's weights, by itself: 28 bytes of memory traffic a number.</summary>
public class OptimizerUpdate : IDisposable
{
    private readonly ComputeContext _context = new(1);
    private LayerOptimizer _optimizer = null!;

    /// <summary>Inputs and outputs of the layer.</summary>
    [Params(800, 1_600)]
    public int Width { get; set; }

    /// <summary>Makes parameter, gradient and moments.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var parameter = new Parameter("weight", Width, Width, isWeight: true);
        _optimizer = new LayerOptimizer(new AdamSpec(), 0f, [parameter], KernelData.Matrix(Width, Width).Array) { LearningRate = 1e-3f };
    }

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _context.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A step.</summary>
    [Benchmark]
    public void Adam() => _optimizer.Update(_context);
}
