namespace SigProp;

/// <summary>What is done with a block of the rows that a network predicts.</summary>
internal interface IRowBlock
{
    /// <summary>Does the rows <paramref name="first"/> .. <paramref name="first"/> + <paramref name="count"/> - 1.</summary>
    /// <param name="inference">Buffers for this thread alone.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many, from 1 to <see cref="Inference.MaxRows"/>.</param>
    void Execute(Inference inference, int first, int count);

    /// <summary>Takes back what was written, so that nothing half-written leaves after an error.</summary>
    void Clear(int rows);
}
