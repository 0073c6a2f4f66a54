using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Losses;

/// <summary>What a prediction layer is trained by: cross-entropy of classes, the squared error or Huber's of values.</summary>
/// <param name="spec">The network.</param>
internal sealed class TorchHeadLoss(NetworkSpec spec)
{
    public TorchLossValue Evaluate(Tensor scores, TorchLesson lesson)
    {
        Tensor single = scores.to_type(ScalarType.Float32);
        return spec.IsRegression ? OfValues(single, lesson) : TorchCrossEntropy.Evaluate(single, lesson);
    }

    // l = e^2, summed over the outputs; or with a = min(|e|, delta): l = a (|e| - a / 2)
    private TorchLossValue OfValues(Tensor predictions, TorchLesson lesson)
    {
        Tensor error = predictions.sub(lesson.Values!), squares = error.mul(error);
        Tensor losses = squares;
        if (spec.OutputLoss == OutputLossKind.Huber)
        {
            Tensor size = error.abs(), within = size.AtMost(spec.HuberDelta);
            losses = within.mul(size.sub(within.Times(0.5)));
        }

        return new TorchLossValue(lesson.Mean(losses.sum(1)), squares.detach().mean([1]).neg().Plus(1).sum());
    }
}
