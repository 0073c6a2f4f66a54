using System.Runtime.CompilerServices;
using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>z = f(z + b) on each part of a product while it is still in the cache.</summary>
internal readonly struct BiasActivation(float[] bias, ActivationFunction activation) : IGemmEpilogue
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(int row, int column, in MatrixView part)
    {
        for (int i = 0; i < part.Rows; i++)
        {
            activation.AddBiasAndApply(part.Row(i), bias.AsSpan(column, part.Columns));
        }
    }
}
