using SigProp.Numerics;

namespace SigProp.Layers;

/// <summary>Dropout of dense rows; an item is a run of elements.</summary>
internal readonly struct DropElements(Dropout dropout, MatrixView values) : IJob
{
    public const int Length = 16_384;

    public void Execute(int item)
    {
        Span<float> rest = values.Elements[(item * Length)..];
        dropout.Apply(rest[..Math.Min(Length, rest.Length)], (uint)item * Length);
    }
}
