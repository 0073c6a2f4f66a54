using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>Weight gradients for strides of 1; an item is one chunk of samples and one line group, 32 input channels.</summary>
/// <remarks>
/// Inputs are turned so that channels lie side by side, samples next, and columns and rows of the padded image outside: then every tap is but
/// an offset, and a row of the output one run of steps of depth, (column, sample) after (column, sample), for all samples at once.
/// </remarks>
internal readonly unsafe struct ShiftedWeightGradient(
    in WeightGradientPlan plan, GemmKernel kernel, in MatrixView images, in MatrixView gradient, float* sums, ScratchPool scratch)
    : IJob
{
    /// <summary>Steps of depth in a product, about.</summary>
    private const int Depth = 256;

    /// <summary>Elements of the turned inputs and of the turned gradient at one time, about.</summary>
    private const int MostElements = 1 << 16;

    private readonly WeightGradientPlan _plan = plan;
    private readonly GemmKernel _kernel = kernel;
    private readonly MatrixView _images = images;
    private readonly MatrixView _gradient = gradient;
    private readonly float* _sums = sums;
    private readonly ScratchPool _scratch = scratch;

    public int Count => _plan.Chunks * _plan.LineGroups;

    private ConvolutionShape Shape => _plan.Shape;

    public void Execute(int item)
    {
        ConvolutionShape shape = Shape;
        int chunk = item / _plan.LineGroups, lineGroup = item % _plan.LineGroups;
        float* sums = _sums + (chunk * _plan.ChunkLength) + (lineGroup * _plan.PartLength);
        new Span<float>(sums, (int)_plan.PartLength).Clear();

        int first = _plan.Sample(chunk), end = _plan.Sample(chunk + 1);
        int mostColumns = Math.Min(shape.OutputWidth, 2 * Depth);
        int mostSamples = Math.Min(end - first, GemmBlock.Parts(Depth, mostColumns));
        int mostRows = MostRows(mostColumns, mostSamples);
        int inputLength = (mostRows + shape.KernelHeight - 1) * (mostColumns + shape.KernelWidth - 1) * mostSamples * _plan.Width;
        AlignedBuffer buffer = _scratch.Rent();
        float* inputs = buffer.Get(inputLength + (mostRows * mostColumns * mostSamples * shape.GroupOutputs));
        float* errors = inputs + inputLength;
        for (int sample = first; sample < end; sample += mostSamples)
        {
            for (int row = 0; row < shape.OutputHeight; row += mostRows)
            {
                for (int column = 0; column < shape.OutputWidth; column += mostColumns)
                {
                    var block = new ImageBlock(
                        sample, Math.Min(mostSamples, end - sample),
                        row, Math.Min(mostRows, shape.OutputHeight - row),
                        column, Math.Min(mostColumns, shape.OutputWidth - column));
                    TurnInputs(block, lineGroup, inputs);
                    TurnErrors(block, lineGroup / _plan.GroupParts, errors);
                    Multiply(block, inputs, errors, sums);
                }
            }
        }

        _scratch.Return(buffer);
    }

    /// <summary>Output rows of a block: as many as memory allows, in even parts.</summary>
    private int MostRows(int columns, int samples)
    {
        ConvolutionShape shape = Shape;
        int inputs = MostElements / ((columns + shape.KernelWidth - 1) * samples * _plan.Width);
        int errors = MostElements / (columns * samples * shape.GroupOutputs);
        int most = Math.Max(1, Math.Min(inputs - (shape.KernelHeight - 1), errors));
        return GemmBlock.Parts(shape.OutputHeight, GemmBlock.Parts(shape.OutputHeight, most));
    }

    /// <summary>inputs[row, column, sample, channel], with the padding as zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TurnInputs(in ImageBlock block, int lineGroup, float* inputs)
    {
        ConvolutionShape shape = Shape;
        int channel = (lineGroup / _plan.GroupParts * shape.GroupInputs) + _plan.Line(lineGroup), lines = _plan.Lines(lineGroup);
        int top = block.Row - shape.PaddingY, rows = block.Rows + shape.KernelHeight - 1;
        int left = block.Column - shape.PaddingX, columns = block.Columns + shape.KernelWidth - 1;
        int from = Math.Clamp(-left, 0, columns), to = Math.Clamp(shape.InputWidth - left, from, columns);
        nint step = (nint)block.Samples * _plan.Width;
        fixed (float* images = &_images.Array[_images.Offset])
        {
            for (int r = 0; r < rows; r++, inputs += columns * step)
            {
                int y = top + r;
                bool isInside = y >= 0 && y < shape.InputHeight;
                if (!isInside || lines < _plan.Width)
                {
                    new Span<float>(inputs, (int)(columns * step)).Clear();
                }
                else
                {
                    new Span<float>(inputs, (int)(from * step)).Clear();
                    new Span<float>(inputs + (to * step), (int)((columns - to) * step)).Clear();
                }

                for (int s = 0; isInside && s < block.Samples; s++)
                {
                    float* source = images + ((nint)(block.Sample + s) * _images.Stride)
                        + ((nint)channel * shape.InputPositions) + (y * shape.InputWidth) + left + from;
                    float* target = inputs + (from * step) + (s * _plan.Width);
                    PanelPacking.TransposeLines(source, shape.InputPositions, lines, to - from, target, step);
                }
            }
        }
    }

    /// <summary>errors[panel of output channels, row, column, sample, output channel of the panel].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TurnErrors(in ImageBlock block, int group, float* errors)
    {
        ConvolutionShape shape = Shape;
        int panels = GemmBlock.Parts(shape.GroupOutputs, _kernel.TileRows);
        fixed (float* gradient = &_gradient.Array[_gradient.Offset])
        {
            for (int panel = 0; panel < panels; panel++)
            {
                int channel = GemmBlock.PartStart(shape.GroupOutputs, panels, panel);
                int channels = GemmBlock.PartStart(shape.GroupOutputs, panels, panel + 1) - channel;
                nint step = (nint)block.Samples * channels;
                for (int r = 0; r < block.Rows; r++, errors += block.Columns * step)
                {
                    float* source = gradient + ((nint)block.Sample * _gradient.Stride)
                        + ((nint)((group * shape.GroupOutputs) + channel) * shape.Positions)
                        + ((block.Row + r) * shape.OutputWidth) + block.Column;
                    for (int s = 0; s < block.Samples; s++, source += _gradient.Stride)
                    {
                        PanelPacking.TransposeLines(source, shape.Positions, channels, block.Columns, errors + (s * channels), step);
                    }
                }
            }
        }
    }

    /// <summary>sums(tap, o, c) += sum over rows, columns and samples of errors(o) inputs(c, tap).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(in ImageBlock block, float* inputs, float* errors, float* sums)
    {
        ConvolutionShape shape = Shape;
        int width = _plan.Width, panelColumns = Math.Min(width, _kernel.TileColumns);
        int panels = GemmBlock.Parts(shape.GroupOutputs, _kernel.TileRows);
        int depth = block.Columns * block.Samples;
        nint inputRow = (nint)(block.Columns + shape.KernelWidth - 1) * block.Samples * width;
        for (int r = 0; r < block.Rows; r++)
        {
            float* sum = sums;
            for (int tap = 0; tap < shape.Taps; tap++)
            {
                float* b = inputs + ((r + (tap / shape.KernelWidth)) * inputRow)
                    + ((nint)(tap % shape.KernelWidth) * block.Samples * width);
                for (int panel = 0; panel < panels; panel++)
                {
                    int channel = GemmBlock.PartStart(shape.GroupOutputs, panels, panel);
                    int channels = GemmBlock.PartStart(shape.GroupOutputs, panels, panel + 1) - channel;
                    float* a = errors + ((((nint)channel * block.Rows) + ((nint)r * channels)) * depth);
                    for (int j = 0; j < width; j += panelColumns)
                    {
                        _kernel.Multiply(channels, panelColumns, depth, a, b + j, width, sum + j, width, 1);
                    }

                    sum += channels * width;
                }
            }
        }
    }
}
