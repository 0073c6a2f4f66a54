namespace SigProp.Numerics;

/// <summary>Work that falls into items which may be done in any order and by any thread.</summary>
internal interface IJob
{
    /// <summary>Does one item. Called once for every item; calls for different items may overlap.</summary>
    void Execute(int item);
}
