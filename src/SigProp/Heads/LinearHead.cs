using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Heads;

/// <summary>A linear output for regression, trained by the squared error or by Huber's.</summary>
/// <param name="inputs">The width of the last output.</param>
/// <param name="outputs">How many values are predicted.</param>
/// <param name="huberDelta">Where Huber's loss turns linear; null for the squared error.</param>
internal sealed class LinearHead(int inputs, int outputs, float? huberDelta) : PredictionLayer(inputs, outputs)
{
    protected override LossValue Loss(in MatrixView scores, in Lesson lesson) => huberDelta is float delta
        ? RegressionLoss.Huber(scores, lesson, delta)
        : RegressionLoss.Squared(scores, lesson);
}
