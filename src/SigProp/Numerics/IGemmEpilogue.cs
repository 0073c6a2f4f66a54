namespace SigProp.Numerics;

/// <summary>What is done with each part of a matrix product as soon as it is finished, while it is still in the cache.</summary>
internal interface IGemmEpilogue
{
    /// <summary>Receives a finished part; the parts do not overlap and together cover the product.</summary>
    /// <remarks>
    /// Called by several threads at once, in any order. The parts depend on the kernel and the shapes, not on the number of threads.
    /// </remarks>
    /// <param name="row">Row of the product at which the part begins.</param>
    /// <param name="column">Column of the product at which the part begins.</param>
    /// <param name="part">The part of the product; it may be changed.</param>
    void Apply(int row, int column, in MatrixView part);
}
