using BenchmarkDotNet.Attributes;
using SigProp.Layers;
using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Benchmarks.Kernels;

/// <summary>What passes over a batch of 128 rows of 800: softmax, cross-entropy, batch normalisation, dropout.</summary>
public class LayerPasses
{
    private const int Rows = 128;
    private const int Width = 800;
    private const int Classes = 10;

    private readonly MatrixView _logits = KernelData.Matrix(Rows, Classes);
    private readonly int[] _labels = [.. Enumerable.Range(0, Rows).Select(i => i % Classes)];
    private readonly MatrixView _z = KernelData.Matrix(Rows, Width);
    private readonly MatrixView _gradient = KernelData.Matrix(Rows, Width);
    private readonly BatchNormalization _normalization = new("layer", Width);
    private readonly LayerMemory _memory = new(new MemoryNeeds { Normalized = Rows * Width, Columns = Width }, isLocal: true);
    private readonly float[] _scaleGradient = new float[Width];
    private readonly float[] _shiftGradient = new float[Width];

    /// <summary>Probabilities of 10 classes, a row at a time.</summary>
    [Benchmark]
    public void SoftMax()
    {
        for (int i = 0; i < Rows; i++)
        {
            RowOperations.SoftMax(_logits.Row(i));
        }
    }

    /// <summary>The loss over 10 classes, and its gradient in place of the logits.</summary>
    [Benchmark]
    public void CrossEntropyOfClasses() => CrossEntropy.Evaluate(_logits, _labels, default);

    /// <summary>z, normalised by the batch's statistics.</summary>
    [Benchmark]
    public void BatchNorm() => _normalization.Forward(new Signal(_z, default), _memory);

    /// <summary>dL/dz, and the gradients of scale and shift.</summary>
    [Benchmark]
    public void BatchNormGradient() => _normalization.Backward(new Signal(_gradient, default), _memory, _scaleGradient, _shiftGradient);

    /// <summary>A tenth of the values to zero.</summary>
    [Benchmark]
    public void Drop() => new Dropout(0.1f, 12_345).Apply(_gradient.Elements);
}
