using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>Input gradients for any stride and padding; an item is one image in one group of channels.</summary>
/// <remarks>For each strip of output positions: the gradient of all inputs under the kernel, 32 lines at a time, then added where they belong.</remarks>
internal readonly unsafe struct ScatterInputGradient(
    in ConvolutionShape shape, GemmKernel kernel, float* weights, in MatrixView gradient, in MatrixView result, ScratchPool scratch)
    : IJob
{
    private const int Columns = ConvolutionStrip.Columns;

    private readonly ConvolutionShape _shape = shape;
    private readonly GemmKernel _kernel = kernel;
    private readonly float* _weights = weights;
    private readonly MatrixView _gradient = gradient;
    private readonly MatrixView _result = result;
    private readonly ScratchPool _scratch = scratch;

    public int Count => _result.Rows * _shape.Groups;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Execute(int item)
    {
        int sample = item / _shape.Groups, group = item % _shape.Groups;
        int inputs = _shape.GroupInputs * _shape.InputPositions;
        _result.Row(sample).Slice(group * inputs, inputs).Clear();

        AlignedBuffer buffer = _scratch.Rent();
        int mapLength = ConvolutionStrip.Length(_shape), errorLength = _shape.GroupOutputs * Columns;
        float* map = buffer.Get(mapLength + errorLength + (_kernel.TileRows * Columns));
        float* errors = map + mapLength, lines = errors + errorLength;
        MatrixView image = _result.Slice(sample, 1);
        fixed (float* images = &image.Array[image.Offset], gradient = &_gradient.Array[_gradient.Offset])
        {
            float* source = gradient + ((nint)sample * _gradient.Stride) + ((nint)group * _shape.GroupOutputs * _shape.Positions);
            var strip = new ConvolutionStrip(_shape, image, images, map);
            for (int first = 0; first < _shape.Positions; first += Columns)
            {
                strip.MoveTo(first);
                PanelPacking.Copy(
                    source + first, _shape.Positions, Math.Min(Columns, _shape.Positions - first), Columns, _shape.GroupOutputs, errors);
                AddStrip(strip, group, errors, lines);
            }
        }

        _scratch.Return(buffer);
    }

    /// <summary>dx(p, j) = sum over the output channels o of w(o, p) dz(o, j).</summary>
    private void AddStrip(in ConvolutionStrip strip, int group, float* errors, float* lines)
    {
        int depth = _shape.Depth, outputs = _shape.GroupOutputs, width = _kernel.TileColumns;
        for (int line = 0; line < depth; line += _kernel.TileRows)
        {
            int rows = Math.Min(_kernel.TileRows, depth - line);
            float* a = _weights + ((((nint)group * depth) + line) * outputs);
            for (int j = 0; j < Columns; j += width)
            {
                _kernel.Multiply(rows, width, outputs, a, errors + j, Columns, lines + j, Columns, 0);
            }

            strip.Scatter((group * _shape.GroupInputs) + (line / _shape.Taps), line % _shape.Taps, rows, lines);
        }
    }
}
