using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.TorchSharp.Tests.Fidelity;
using LibTorch = global::TorchSharp.torch;

namespace SigProp.TorchSharp.Tests.Memory;

/// <summary>Takes steps, and counts the tensors of the whole process.</summary>
internal static class Live
{
    public static long Tensors => LibTorch.Tensor.TotalCount;

    /// <summary>Tensors that this thread's scopes have neither freed nor given away.</summary>
    public static long InScopes => global::TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    public static LearningRule Rule(FidelityCase of, ComputeContext context, LibTorch.ScalarType type = LibTorch.ScalarType.Float32)
        => TorchSharp.Learning.TorchRule.Create(of.Rule, new LearningSetup(context, of.CreateNetwork(), of.Optimizer, of.ClipNorm, of.Rows), SideBySide.Cpu(type));

    public static LossValue[] Step(LearningRule rule, Batch batch, int step)
    {
        var losses = new LossValue[rule.LossNames.Count];
        rule.Step(batch, RandomKey.FromSeed(step), losses);
        return losses;
    }
}
