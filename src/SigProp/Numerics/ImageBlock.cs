namespace SigProp.Numerics;

/// <summary>Some samples of a batch, and a rectangle of their images.</summary>
internal readonly record struct ImageBlock(int Sample, int Samples, int Row, int Rows, int Column, int Columns);
