using SigProp.Numerics;

namespace SigProp.Optimizers;

/// <summary>Updates a parameter whose moments are kept in 16 bits; an item is a block.</summary>
internal readonly struct UpdateHalves(HalfLearner learner, int parameter) : IJob
{
    public void Execute(int item) => learner.UpdateBlock(parameter, item);
}
