using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>Where images become rows of numbers, brings sparse targets to the images' size by adaptive averaging: each position takes the mean of the
/// part of the patch that it covers, so that the spatial means, which targets are compared by, stay about the same.</summary>
internal sealed class SparseFlatten(ImageShape inputShape, ImageShape patch)
    : Passage(inputShape, ImageShape.Flat(inputShape.Size), ImageShape.Flat(inputShape.Size))
{
    /// <summary>The shape of a sparse target.</summary>
    public ImageShape Patch => patch;

    public override void Forward(ComputeContext context, in Signal input, in Signal output, LayerMemory? memory)
    {
        for (int i = 0; i < input.Samples; i++)
        {
            input.H.Row(i).CopyTo(output.H.Row(i));
        }

        for (int i = 0; i < input.Targets; i++)
        {
            Spread(input.T.Row(i), output.T.Row(i));
        }
    }

    public override void PropagateError(
        ComputeContext context, in MatrixView input, in MatrixView output, in MatrixView gradient, in MatrixView inputGradient)
        => gradient.Elements.CopyTo(inputGradient.Elements);

    // out[c, y, x] = mean of in[c, v, u] for v from floor(y a / h) to ceil((y + 1) a / h) - 1, and u alike
    private void Spread(ReadOnlySpan<float> from, Span<float> to)
    {
        int at = 0;
        for (int c = 0; c < InputShape.Channels; c++)
        {
            ReadOnlySpan<float> plane = from.Slice(c * patch.Positions, patch.Positions);
            for (int y = 0; y < InputShape.Height; y++)
            {
                (int top, int bottom) = Part(y, InputShape.Height, patch.Height);
                for (int x = 0; x < InputShape.Width; x++)
                {
                    (int left, int right) = Part(x, InputShape.Width, patch.Width);
                    to[at++] = Mean(plane, top, bottom, left, right);
                }
            }
        }
    }

    private static (int Start, int End) Part(int index, int parts, int whole)
        => (index * whole / parts, (((index + 1) * whole) + parts - 1) / parts);

    private float Mean(ReadOnlySpan<float> plane, int top, int bottom, int left, int right)
    {
        float sum = 0;
        for (int v = top; v < bottom; v++)
        {
            for (int u = left; u < right; u++)
            {
                sum += plane[(v * patch.Width) + u];
            }
        }

        return sum / ((bottom - top) * (right - left));
    }
}
