using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Learning;

/// <summary>A step on its way through a pipeline: what every group needs of it, for the batch itself is filled again as soon as the first group has
/// done with it.</summary>
/// <param name="lesson">Takes what the batch's rows ought to be.</param>
/// <param name="learners">Learners that have a loss.</param>
internal sealed class PipelineSlot(Batch lesson, int learners)
{
    /// <summary>The batch without its features.</summary>
    public Batch Lesson => lesson;

    public RandomKey Key { get; private set; }

    public float LearningRate { get; private set; }

    /// <summary>When the last group was done, in ticks of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
    public long DoneAt { get; set; }

    public LossValue[] Losses { get; } = new LossValue[learners];

    public void Fill(Batch batch, RandomKey key, float learningRate)
    {
        batch.CopyLessonTo(lesson);
        Key = key;
        LearningRate = learningRate;
    }
}
