using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Losses;

/// <summary>The cross-entropy over pairs: each sample is compared with the targets of all samples of the batch, of which one or more are right
/// (<see cref="LocalLossKind"/>).</summary>
/// <param name="kind">Which are right.</param>
/// <param name="topK">How many, by <see cref="LocalLossKind.PairsTopK"/>.</param>
/// <param name="scale">Factor of every logit.</param>
/// <param name="targetPerSample">Whether t has a row a sample rather than a row a class.</param>
internal sealed class TorchPairLoss(LocalLossKind kind, int topK, float scale, bool targetPerSample) : TorchLoss
{
    public override Tensor Scores(Tensor h, Tensor t) => Products(Rows(h), Rows(t)).Times(scale);

    // L = 1/n sum_i w_i l_i, l_i = -sum_j q_ij log softmax(z_i)_j
    public override TorchLossValue Evaluate(Tensor h, Tensor t, TorchLesson lesson)
    {
        Tensor scores = Scores(h, t), logits = targetPerSample ? scores : scores.index_select(1, lesson.Labels!);
        Tensor right = Right(lesson, (int)logits.shape[0]);
        Tensor losses = right.mul(nn.functional.log_softmax(logits, 1)).sum(1).neg();
        return new TorchLossValue(lesson.Mean(losses), CountRight(scores.detach(), right, lesson));
    }

    /// <summary>Q, [n, n].</summary>
    private Tensor Right(TorchLesson lesson, int samples)
    {
        if (kind == LocalLossKind.PairsByLabel)
        {
            if (lesson.Labels is null)
            {
                return torch.eye(samples, dtype: ScalarType.Float32, device: lesson.Values!.device);
            }

            // q_ij = [y_i = y_j] / count of y_i
            Tensor same = Same(lesson.Labels);
            return same.div(same.sum(1, keepdim: true));
        }

        Tensor alike = Alike(lesson);
        if (kind == LocalLossKind.PairsMaxAll)
        {
            // q_ij = [a_ij = max_j a_ij]
            return alike.eq(alike.amax([1], keepdim: true)).to_type(ScalarType.Float32);
        }

        // The k largest a_ij; of equals the first samples.
        int most = kind == LocalLossKind.PairsMaxOne ? 1 : Math.Min(topK, samples);
        (_, Tensor order) = torch.sort(alike, 1, true, true);
        Tensor first = order.narrow(1, 0, most);
        return torch.zeros_like(alike).scatter(1, first, torch.ones_like(first).to_type(ScalarType.Float32));
    }

    /// <summary>A, [n, n]: the dot products of the previous targets. Classes that have one target each are compared once, so that what is as alike as can be
    /// ties.</summary>
    private Tensor Alike(TorchLesson lesson)
    {
        if (lesson.Contexts is null)
        {
            return Same(lesson.Labels!);
        }

        Tensor contexts = Rows(lesson.Contexts), products = contexts.mm(contexts.t());
        return targetPerSample ? products : products.index_select(0, lesson.Labels!).index_select(1, lesson.Labels!);
    }

    private static Tensor Same(Tensor labels) => labels.unsqueeze(1).eq(labels.unsqueeze(0)).to_type(ScalarType.Float32);

    /// <summary>How many samples have a right target as their most similar one. A sample's own target, made from the sample itself, does not count; without
    /// labels it alone is right.</summary>
    private Tensor CountRight(Tensor scores, Tensor right, TorchLesson lesson)
    {
        if (!targetPerSample)
        {
            // The target of any class may be the most similar one, also where no sample of the batch has it.
            Tensor ofClasses = right.mm(nn.functional.one_hot(lesson.Labels!, scores.shape[1]).to_type(right.dtype));
            return ofClasses.gather(1, scores.argmax(1, keepdim: true)).IsAbove(0).sum();
        }

        if (lesson.Labels is null)
        {
            return right.gather(1, scores.argmax(1, keepdim: true)).IsAbove(0).sum();
        }

        Tensor own = torch.eye(scores.shape[0], dtype: ScalarType.Bool, device: scores.device);
        Tensor best = scores.Except(own, float.NegativeInfinity).argmax(1);
        Tensor hits = lesson.Labels.index_select(0, best).eq(lesson.Labels);
        return scores.shape[0] > 1 ? hits.sum() : hits.sum().Times(0L);
    }
}
