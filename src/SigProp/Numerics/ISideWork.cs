namespace SigProp.Numerics;

/// <summary>Work of another kind that a kernel does between the steps of a product: what waits for divisions, square roots and memory costs next to
/// nothing there.</summary>
internal interface ISideWork
{
    /// <summary>Steps in all.</summary>
    int Steps { get; }

    /// <summary>Does step <paramref name="index"/>, from 0.</summary>
    void Step(int index);
}
