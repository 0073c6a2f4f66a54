using BenchmarkDotNet.Attributes;
using SigProp.Numerics;

namespace SigProp.Benchmarks.Kernels;

/// <summary>Convolutions of 3 x 3 of 16 samples, of VGG8b at a quarter of its width.</summary>
public class Convolutions : IDisposable
{
    private const int Samples = 16;

    private readonly ComputeContext _context = new(1);
    private ConvolutionShape _shape;
    private MatrixView _x;
    private MatrixView _dx;
    private MatrixView _z;
    private MatrixView _weight;
    private MatrixView _weightGradient;

    /// <summary>Channels in, channels out, height and width.</summary>
    [Params("3 -> 32, 32 x 32", "32 -> 64, 32 x 32", "64 -> 128, 16 x 16", "128 -> 128, 8 x 8")]
    public string Layer { get; set; } = "";

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        string[] words = Layer.Replace(",", "", StringComparison.Ordinal).Split(' ');
        int size = int.Parse(words[3], null);
        _shape = new ConvolutionShape
        {
            InputChannels = int.Parse(words[0], null),
            InputHeight = size,
            InputWidth = size,
            OutputChannels = int.Parse(words[2], null),
            KernelHeight = 3,
            KernelWidth = 3,
            PaddingY = 1,
            PaddingX = 1,
        };
        _x = KernelData.Matrix(Samples, _shape.InputSize);
        _dx = KernelData.Matrix(Samples, _shape.InputSize);
        _z = KernelData.Matrix(Samples, _shape.OutputSize);
        _weight = KernelData.Matrix(_shape.OutputChannels, _shape.Depth);
        _weightGradient = KernelData.Matrix(_shape.OutputChannels, _shape.Depth);
    }

    /// <summary>Ends the threads.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        _context.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>z = x * w.</summary>
    [Benchmark]
    public void Forward() => Convolution.Forward(_context, _shape, _x, _weight, _z);

    /// <summary>dL/dw.</summary>
    [Benchmark]
    public void WeightGradient() => Convolution.WeightGradient(_context, _shape, _x, _z, _weightGradient, 0f);

    /// <summary>dL/dx.</summary>
    [Benchmark]
    public void InputGradient() => Convolution.InputGradient(_context, _shape, _weight, _z, _dx);
}
