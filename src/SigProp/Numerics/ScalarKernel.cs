namespace SigProp.Numerics;

/// <summary>The reference: plain loops over tiles of 4 x 4, for machines without vectors and for tests.</summary>
/// <remarks>The arithmetic is fused wherever the processor can do that.</remarks>
internal sealed unsafe class ScalarKernel : GemmKernel
{
    public override string Name => "scalar";

    public override bool IsSupported => true;

    public override int TileRows => 4;

    public override int TileColumns => 4;

    protected override void MultiplyTile(
        int rows, int width, int depth, float* a, float* b, nint bStride, float* c, nint cStride, float beta)
    {
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < width; j++)
            {
                float sum = 0;
                for (int p = 0; p < depth; p++)
                {
                    sum = float.MultiplyAddEstimate(a[(p * rows) + i], b[(p * bStride) + j], sum);
                }

                float* element = c + (i * cStride) + j;
                *element = beta == 0 ? sum : float.MultiplyAddEstimate(beta, *element, sum);
            }
        }
    }
}
