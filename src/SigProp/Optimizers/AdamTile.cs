using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SigProp.Numerics;

namespace SigProp.Optimizers;

/// <summary>Adam's update of a tile of 12 x 32, a vector of 16 numbers a step, as <see cref="AdamRule"/> does it and with the same bits.</summary>
/// <param name="values">w, the tile's first element.</param>
/// <param name="first">m.</param>
/// <param name="second">v.</param>
/// <param name="stride">Distance between two rows of them.</param>
/// <param name="gradient">g, 12 rows of 32.</param>
/// <param name="factors">The step's numbers.</param>
internal unsafe struct AdamTile(float* values, float* first, float* second, nint stride, float* gradient, in AdamFactors factors) : ISideWork
{
    private const int Lanes = 16, VectorsInRow = Vector512Kernel.Columns / Lanes;

    private readonly AdamFactors _factors = factors;

    public readonly int Steps => values is null ? 0 : Vector512Kernel.Rows * VectorsInRow;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Step(int index)
    {
        nint at = ((index / VectorsInRow) * stride) + (index % VectorsInRow * Lanes);
        Vector512<float> w = Vector512.Load(values + at);
        Vector512<float> g = (Vector512.Load(gradient + (index * Lanes)) * _factors.Scale) + (w * _factors.Decay);
        Vector512<float> m = (Vector512.Load(first + at) * _factors.Keep1) + (g * _factors.Rest1);
        m.Store(first + at);
        Vector512<float> v = (Vector512.Load(second + at) * _factors.Keep2) + (g * g * _factors.Rest2);
        v.Store(second + at);
        ((w * _factors.Keep) - (m * _factors.Rate / (Vector512.Sqrt(v) + Vector512.Create(_factors.Epsilon)))).Store(values + at);
    }
}
