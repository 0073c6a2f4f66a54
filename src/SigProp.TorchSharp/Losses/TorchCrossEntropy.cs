namespace SigProp.TorchSharp.Losses;

/// <summary>Softmax cross-entropy of logits with one right class a row.</summary>
internal static class TorchCrossEntropy
{
    // L = -1/n sum_i w_i log softmax(z_i)[y_i]
    public static TorchLossValue Evaluate(Tensor logits, TorchLesson lesson)
    {
        Tensor labels = lesson.Labels!;
        Tensor right = nn.functional.log_softmax(logits, 1).gather(1, labels.unsqueeze(1)).squeeze(1);
        return new TorchLossValue(lesson.Mean(right.neg()), logits.detach().argmax(1).eq(labels).sum());
    }
}
