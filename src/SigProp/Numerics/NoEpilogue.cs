namespace SigProp.Numerics;

/// <summary>Leaves the product as it is.</summary>
internal readonly struct NoEpilogue : IGemmEpilogue
{
    public void Apply(int row, int column, in MatrixView part)
    {
    }
}
