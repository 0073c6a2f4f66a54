namespace SigProp.Numerics;

/// <summary>A number known when code is compiled: a kernel is compiled once for each, with the steps it does not need left out.</summary>
internal interface ITileSize
{
    static abstract int Value { get; }
}
