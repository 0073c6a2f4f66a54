using SigProp.Learning;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.TorchSharp.Running;
using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>What takes the steps that are measured.</summary>
internal static class Engine
{
    /// <summary>The learning rate of all that is measured without being trained to an end.</summary>
    public const float LearningRate = 5e-4f;

    /// <summary>The version of TorchSharp, a sentence.</summary>
    public static string Version { get; } = $"TorchSharp {typeof(TorchSharpTrainer).Assembly.GetReferencedAssemblies().Single(a => a.Name == "TorchSharp").Version?.ToString(3)}.";

    /// <summary>libtorch's CPU.</summary>
    public static TrainingBackend LibTorchCpu { get; } = new TorchBackend(new TorchSharpOptions { Device = TrainingDevice.Cpu }, isCuda: false);

    /// <summary>Makes a rule that is ready for <see cref="LearningRule.BeginSteps"/>.</summary>
    public static LearningRule CreateRule(TrainingBackend backend, LearningRuleKind kind, NetworkSpec spec, ComputeContext context, int batchSize)
    {
        LearningRule rule = backend.CreateRule(
            kind, new LearningSetup(context, Network.Create(spec), new AdamSpec { LearningRate = LearningRate }, 0f, batchSize));
        rule.SetLearningRate(LearningRate);
        return rule;
    }

    /// <summary>Rows drawn at random.</summary>
    public static Batch RandomBatch(NetworkSpec spec, int rows, long seed)
    {
        RandomStream random = RandomKey.FromSeed(seed).Stream();
        var batch = new Batch(rows, spec.Inputs) { Count = rows };
        random.FillUniform(batch.Features, 0f, 1f);
        for (int i = 0; i < rows; i++)
        {
            batch.Labels[i] = random.Next(spec.Classes);
        }

        return batch;
    }
}
