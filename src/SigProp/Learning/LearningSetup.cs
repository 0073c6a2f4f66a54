using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Learning;

/// <summary>What every learning rule is made of.</summary>
/// <param name="Context">Threads, kernel and buffers.</param>
/// <param name="Network">What learns.</param>
/// <param name="Optimizer">The recipe of each layer's optimizer.</param>
/// <param name="ClipNorm">The largest norm of a layer's gradient; 0 for no limit.</param>
/// <param name="BatchSize">The most rows in a batch.</param>
internal sealed record LearningSetup(ComputeContext Context, Network Network, OptimizerSpec Optimizer, float ClipNorm, int BatchSize)
{
    /// <summary>Randomness for what a rule draws besides the network: fixed feedback, auxiliary networks. A function of the seed.</summary>
    public RandomKey Key { get; init; } = RandomKey.FromSeed(0);

    /// <summary>In how many bits parameters, moments and signals are kept; default 32.</summary>
    public TrainingPrecision Precision { get; init; }

    /// <summary>An optimizer for each list of parameters; they learn in turn, so their gradients share one buffer.</summary>
    public LayerOptimizer[] CreateOptimizers(params IReadOnlyList<Parameter>[] learners)
    {
        float[] gradients = new float[learners.Length == 0 ? 0 : learners.Max(LayerOptimizer.GradientLength)];
        return [.. learners.Select(parameters => new LayerOptimizer(Optimizer, ClipNorm, parameters, gradients, Precision))];
    }
}
