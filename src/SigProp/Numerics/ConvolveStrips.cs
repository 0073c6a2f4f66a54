using System.Runtime.CompilerServices;

namespace SigProp.Numerics;

/// <summary>Convolves with packed weights; an item is some neighbouring strips of output positions, all channels.</summary>
internal readonly unsafe struct ConvolveStrips(
    in ConvolutionPanels panels, float* weights, in MatrixView images, in MatrixView product, float[]? bias, ScratchPool scratch)
    : IJob
{
    private const int Columns = ConvolutionStrip.Columns;

    /// <summary>Multiplications of an item, at least: enough to be worth handing out.</summary>
    private const long LeastWork = 1 << 22;

    /// <summary>Items that a small batch is still cut into, if it has the strips.</summary>
    private const int LeastItems = 16;

    private readonly ConvolutionPanels _panels = panels;
    private readonly float* _weights = weights;
    private readonly MatrixView _images = images;
    private readonly MatrixView _product = product;
    private readonly float[]? _bias = bias;
    private readonly ScratchPool _scratch = scratch;

    public int Count
    {
        get
        {
            int strips = ConvolutionStrip.Count(_panels.Shape, _product.Rows);
            int together = (int)(LeastWork / Math.Max(1, Math.Min(LeastWork, _panels.Shape.Work / _panels.Shape.Positions * Columns)));
            return Math.Max(GemmBlock.Parts(strips, Math.Max(1, together)), Math.Min(strips, LeastItems));
        }
    }

    public void Execute(int item)
    {
        ConvolutionShape shape = _panels.Shape;
        int strips = ConvolutionStrip.Count(shape, _product.Rows), items = Count;
        AlignedBuffer buffer = _scratch.Rent();
        int mapLength = ConvolutionStrip.Length(shape), packedLength = _panels.SliceDepth * Columns;
        float* map = buffer.Get(mapLength + packedLength + (shape.GroupOutputs * Columns));
        float* packed = map + mapLength, tile = packed + packedLength;
        fixed (float* images = &_images.Array[_images.Offset], product = &_product.Array[_product.Offset])
        {
            var strip = new ConvolutionStrip(shape, _images, images, map);
            int end = GemmBlock.PartStart(strips, items, item + 1);
            for (int s = GemmBlock.PartStart(strips, items, item); s < end; s++)
            {
                long first = (long)s * Columns;
                strip.MoveTo(first);
                for (int group = 0; group < shape.Groups; group++)
                {
                    ConvolveStrip(strip, first, group, packed, tile, product);
                }
            }
        }

        _scratch.Return(buffer);
    }

    /// <summary>z(o, j) = b(o) + sum over the lines p of w(o, p) x(p, j), for the output channels o of a group and the columns j.</summary>
    /// <remarks>A strip inside one image is written where it belongs; one that is cut goes by way of a tile.</remarks>
    private void ConvolveStrip(in ConvolutionStrip strip, long first, int group, float* packed, float* tile, float* product)
    {
        ConvolutionShape shape = _panels.Shape;
        int positions = shape.Positions;
        int sample = (int)(first / positions), position = (int)(first % positions);
        bool whole = position + Columns <= positions;
        int channel = group * shape.GroupOutputs;
        float* c = whole ? product + ((nint)sample * _product.Stride) + ((nint)channel * positions) + position : tile;
        nint stride = whole ? positions : Columns;
        float beta = 0;
        if (_bias is not null)
        {
            beta = 1;
            for (int i = 0; i < shape.GroupOutputs; i++)
            {
                new Span<float>(c + (i * stride), Columns).Fill(_bias[channel + i]);
            }
        }

        for (int slice = 0; slice < _panels.Slices; slice++, beta = 1)
        {
            int from = _panels.Channel(slice), depth = (_panels.Channel(slice + 1) - from) * shape.Taps;
            strip.Pack((group * shape.GroupInputs) + from, 0, depth, packed);
            Multiply(group, slice, depth, packed, c, stride, beta);
        }

        if (!whole)
        {
            Distribute(tile, first, channel, product);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(int group, int slice, int depth, float* packed, float* c, nint stride, float beta)
    {
        GemmKernel kernel = _panels.Kernel;
        int width = kernel.TileColumns;
        for (int panel = 0; panel < _panels.RowPanels; panel++)
        {
            int row = _panels.Row(panel), rows = _panels.Row(panel + 1) - row;
            float* a = _weights + _panels.IndexOf(group, slice, panel);
            for (int j = 0; j < Columns; j += width)
            {
                kernel.Multiply(rows, width, depth, a, packed + j, Columns, c + (row * stride) + j, stride, beta);
            }
        }
    }

    private void Distribute(float* tile, long first, int channel, float* product)
    {
        int positions = _panels.Shape.Positions;
        int columns = (int)Math.Min(Columns, ((long)_product.Rows * positions) - first);
        for (int j = 0; j < columns;)
        {
            int sample = (int)((first + j) / positions), position = (int)((first + j) % positions);
            int run = Math.Min(columns - j, positions - position);
            float* target = product + ((nint)sample * _product.Stride) + ((nint)channel * positions) + position;
            for (int i = 0; i < _panels.Shape.GroupOutputs; i++)
            {
                new Span<float>(tile + (i * Columns) + j, run).CopyTo(new Span<float>(target + ((nint)i * positions), run));
            }

            j += run;
        }
    }
}
