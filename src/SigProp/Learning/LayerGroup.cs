using SigProp.Layers;
using SigProp.Losses;
using SigProp.Optimizers;

namespace SigProp.Learning;

/// <summary>Learners that follow each other and learn in turn, with the memory that they share for it: all of the network, or the part of it that is a
/// stage of a pipeline. Passages belong to the layer before them.</summary>
internal sealed class LayerGroup
{
    private readonly SignalBuffers _buffers;
    private readonly LossScratch _scratch = new();

    /// <param name="network">The network.</param>
    /// <param name="learners">Its first learner and the one after its last; the head, where it learns, is the learner after the layers.</param>
    /// <param name="batchSize">The most rows in a batch.</param>
    /// <param name="optimizers">Of its layers, in order.</param>
    /// <param name="ticks">Takes the time of each of the network's learners.</param>
    public LayerGroup(Network network, Range learners, int batchSize, IReadOnlyList<LayerOptimizer> optimizers, long[] ticks)
    {
        (FirstLearner, int end) = (learners.Start.Value, learners.End.Value);
        FirstStage = StageOf(network, FirstLearner);
        EndStage = StageOf(network, end);
        int targets = network.Spec.HasClassTargets ? network.Spec.Contexts : batchSize;
        Stage[] stages = [.. network.Stages.Take(FirstStage..EndStage)];
        Layer[] layers = [.. stages.OfType<Layer>()];
        bool hasNext = end < network.LayerCount || (end == network.LayerCount && network.Head.Learns);
        Joint = hasNext ? new SignalJoint(stages[^1], batchSize, targets) : null;
        _buffers = SignalBuffers.Alternating(network, FirstStage..(hasNext ? EndStage - 1 : EndStage), batchSize, targets);
        Memory = new LayerMemory(MemoryNeeds.Most(layers.Select(l => l.Needs(batchSize, targets, local: true))), isLocal: true);
        Losses = network.CreateLosses(FirstLearner, layers.Length, _scratch);
        for (int i = 0; i < layers.Length; i++)
        {
            Losses[i].Reserve(batchSize, layers[i].OutputWidth, targets, layers[i].TargetWidth);
        }

        int columns = Math.Max(end > network.LayerCount ? network.HeadScores : 0, Losses.Select(l => l.Columns(batchSize, targets)).DefaultIfEmpty().Max());
        Scores = new float[checked(batchSize * columns)];
        TargetGradient = new float[FirstLearner == 0 && network.Generator.Learns ? checked(targets * network.Layers[0].TargetWidth) : 0];
        Optimizers = optimizers;
        Clock = new StepClock(ticks);
    }

    /// <summary>Whether the group begins with the network's first layer.</summary>
    public bool IsFirst => FirstLearner == 0;

    public int FirstLearner { get; }

    public int FirstStage { get; }

    /// <summary>The stage after the last.</summary>
    public int EndStage { get; }

    /// <summary>Where the last output goes; null where no learner follows.</summary>
    public SignalJoint? Joint { get; }

    public LayerMemory Memory { get; }

    /// <summary>The loss of each layer.</summary>
    public IReadOnlyList<LocalLoss> Losses { get; }

    /// <summary>Takes logits, and what gradients are made of.</summary>
    public float[] Scores { get; }

    /// <summary>Takes dL/dt1; empty where no generator learns here.</summary>
    public float[] TargetGradient { get; }

    /// <summary>The optimizers of the layers, in order.</summary>
    public IReadOnlyList<LayerOptimizer> Optimizers { get; }

    /// <summary>Null where no generator learns here.</summary>
    public LayerOptimizer? GeneratorOptimizer { get; init; }

    /// <summary>Null where no head learns here.</summary>
    public LayerOptimizer? HeadOptimizer { get; init; }

    public StepClock Clock { get; }

    public long Bytes => _buffers.Bytes + Memory.Bytes + _scratch.Bytes + (Joint?.Bytes ?? 0) + (sizeof(float) * ((long)Scores.Length + TargetGradient.Length));

    /// <summary>Where stage <paramref name="stage"/> of the network writes in step <paramref name="step"/>.</summary>
    /// <param name="stage">A stage of the group.</param>
    /// <param name="step">The step, counted from 0.</param>
    /// <param name="samples">Rows of h.</param>
    /// <param name="targets">Rows of t; null where none travel yet.</param>
    public Signal Output(int stage, long step, int samples, int? targets)
    {
        if (Joint is not null && stage == EndStage - 1)
        {
            return Joint.At(step, samples, targets ?? 0);
        }

        return targets is int rows ? _buffers.Output(stage, samples, rows) : _buffers.Output(stage, samples);
    }

    /// <summary>Hands the scheduled learning rate to every learner of the group.</summary>
    public void SetLearningRate(float learningRate)
    {
        for (int i = 0; i < Optimizers.Count; i++)
        {
            Optimizers[i].LearningRate = learningRate;
        }

        GeneratorOptimizer?.LearningRate = learningRate;
        HeadOptimizer?.LearningRate = learningRate;
    }

    /// <summary>The stage that a learner begins with; the first one begins with the passages before it.</summary>
    private static int StageOf(Network network, int learner)
    {
        if (learner == 0)
        {
            return 0;
        }

        int stage = 0;
        for (int layers = 0; stage < network.Stages.Count; stage++)
        {
            if (network.Stages[stage] is Layer && layers++ == learner)
            {
                break;
            }
        }

        return stage;
    }
}
