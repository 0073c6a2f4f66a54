namespace SigProp.Numerics;

/// <summary>What is done with each part of a matrix product as soon as it is finished, while it is still in the cache.</summary>
internal interface IGemmEpilogue
{
    /// <summary>Receives a finished part; the parts do not overlap and together cover the product.</summary>
    /// <remarks>Called by several threads at once. How the product is parted depends on the number of threads: what is done with an
    /// element must not depend on the part it comes in.</remarks>
    /// <param name="row">Row of the product at which the part begins.</param>
    /// <param name="column">Column of the product at which the part begins.</param>
    /// <param name="part">The part of the product; it may be changed.</param>
    void Apply(int row, int column, in MatrixView part);
}
