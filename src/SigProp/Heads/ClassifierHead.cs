using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Heads;

/// <summary>A linear classifier on the last output, trained by cross-entropy (Fig 2b).</summary>
internal sealed class ClassifierHead(int inputs, int classes) : PredictionLayer(inputs, classes)
{
    protected override LossValue Loss(in MatrixView scores, in Lesson lesson) => CrossEntropy.Evaluate(scores, lesson.Labels, lesson.Weights);
}
