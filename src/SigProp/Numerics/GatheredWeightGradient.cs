using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>Weight gradients for any stride and for few channels; an item is one chunk of samples and one line group, 32 pairs of an input
/// channel and a tap.</summary>
/// <remarks>The inputs are packed strip by strip as for the convolution itself, then turned, which makes positions the steps of depth.</remarks>
internal readonly unsafe struct GatheredWeightGradient(
    in WeightGradientPlan plan, GemmKernel kernel, in MatrixView images, in MatrixView gradient, float* sums, ScratchPool scratch)
    : IJob
{
    private const int Columns = ConvolutionStrip.Columns;

    /// <summary>Strips multiplied at one go.</summary>
    private const int Strips = 12;

    private const int Depth = Strips * Columns;

    private readonly WeightGradientPlan _plan = plan;
    private readonly GemmKernel _kernel = kernel;
    private readonly MatrixView _images = images;
    private readonly MatrixView _gradient = gradient;
    private readonly float* _sums = sums;
    private readonly ScratchPool _scratch = scratch;

    public int Count => _plan.Chunks * _plan.LineGroups;

    public void Execute(int item)
    {
        ConvolutionShape shape = _plan.Shape;
        int chunk = item / _plan.LineGroups, lineGroup = item % _plan.LineGroups;
        float* sums = _sums + (chunk * _plan.ChunkLength) + (lineGroup * _plan.PartLength);
        int group = lineGroup / _plan.GroupParts, line = _plan.Line(lineGroup), lines = _plan.Lines(lineGroup);
        int channel = (group * shape.GroupInputs) + (line / shape.Taps), tap = line % shape.Taps;
        int mapLength = ConvolutionStrip.Length(shape), packedLength = _plan.Width * Columns, inputLength = Depth * _plan.Width;
        AlignedBuffer buffer = _scratch.Rent();
        float* map = buffer.Get(mapLength + packedLength + inputLength + (Depth * shape.GroupOutputs));
        float* packed = map + mapLength, inputs = packed + packedLength, errors = inputs + inputLength;

        // The lines that the line group is padded by are zeros.
        new Span<float>(packed, packedLength).Clear();
        long end = (long)_plan.Sample(chunk + 1) * shape.Positions;
        float beta = 0;
        fixed (float* images = &_images.Array[_images.Offset])
        {
            var strip = new ConvolutionStrip(shape, _images, images, map);
            for (long first = (long)_plan.Sample(chunk) * shape.Positions; first < end; first += Depth, beta = 1)
            {
                int depth = (int)Math.Min(Depth, end - first);
                for (int d = 0; d < depth; d += Columns)
                {
                    strip.MoveTo(first + d);
                    strip.Pack(channel, tap, lines, packed);
                    PanelPacking.TransposeLines(
                        packed, Columns, _plan.Width, Math.Min(Columns, depth - d), inputs + (d * _plan.Width), _plan.Width);
                }

                TurnErrors(first, depth, group, errors);
                Multiply(depth, inputs, errors, sums, beta);
            }
        }

        _scratch.Return(buffer);
    }

    /// <summary>errors[panel of output channels, position, output channel of the panel].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TurnErrors(long first, int depth, int group, float* errors)
    {
        ConvolutionShape shape = _plan.Shape;
        int panels = GemmBlock.Parts(shape.GroupOutputs, _kernel.TileRows);
        fixed (float* gradient = &_gradient.Array[_gradient.Offset])
        {
            for (int panel = 0; panel < panels; panel++)
            {
                int channel = GemmBlock.PartStart(shape.GroupOutputs, panels, panel);
                int channels = GemmBlock.PartStart(shape.GroupOutputs, panels, panel + 1) - channel;
                nint offset = (nint)((group * shape.GroupOutputs) + channel) * shape.Positions;
                for (int d = 0; d < depth;)
                {
                    int sample = (int)((first + d) / shape.Positions), position = (int)((first + d) % shape.Positions);
                    int run = Math.Min(depth - d, shape.Positions - position);
                    float* source = gradient + ((nint)sample * _gradient.Stride) + offset + position;
                    PanelPacking.TransposeLines(source, shape.Positions, channels, run, errors, channels);
                    errors += run * channels;
                    d += run;
                }
            }
        }
    }

    /// <summary>sums(o, line) = sum over positions of errors(o) inputs(line) + beta sums(o, line).</summary>
    private void Multiply(int depth, float* inputs, float* errors, float* sums, float beta)
    {
        int outputs = _plan.Shape.GroupOutputs, width = _plan.Width, panelColumns = Math.Min(width, _kernel.TileColumns);
        int panels = GemmBlock.Parts(outputs, _kernel.TileRows);
        for (int panel = 0; panel < panels; panel++)
        {
            int channel = GemmBlock.PartStart(outputs, panels, panel);
            int channels = GemmBlock.PartStart(outputs, panels, panel + 1) - channel;
            for (int j = 0; j < width; j += panelColumns)
            {
                float* sum = sums + (channel * width) + j;
                _kernel.Multiply(channels, panelColumns, depth, errors + ((nint)channel * depth), inputs + j, width, sum, width, beta);
            }
        }
    }
}
