using SigProp.Baselines;
using SigProp.Numerics;
using SigProp.TorchSharp.Losses;
using SigProp.TorchSharp.Networks;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>The twin of a <see cref="LocalTeacher"/>: what one layer of <see cref="TorchLocalLearning"/> learns by.</summary>
/// <param name="teacher">The managed teacher, which has drawn its weights and keeps them between steps.</param>
/// <param name="tensors">Where they are.</param>
/// <param name="place">The device.</param>
internal sealed class TorchTeacher(LocalTeacher teacher, TorchTensors tensors, TorchPlace place)
{
    private readonly Tensor _classifier = tensors[teacher.Classifier];
    private readonly Tensor _map = tensors[teacher.Map];
    private readonly Tensor? _classifierFeedback = teacher.Feedback.Count == 0 ? null : tensors[teacher.Feedback[0]];
    private readonly Tensor? _mapFeedback = teacher.Feedback.Count == 0 ? null : tensors[teacher.Feedback[1]];

    // L = 0.01 CE(P f) + 0.99 MSE(sim(Q f), sim(classes)), f being h, or of maps the means over a few places
    public TorchLossValue Evaluate(Tensor h, TorchLesson lesson)
    {
        Tensor f = (teacher.Places is PoolingShape places ? Means(h, places) : h).flatten(1);
        TorchLossValue right = TorchCrossEntropy.Evaluate(Read(f, _classifier, _classifierFeedback), lesson);
        Tensor unlike = TorchSimilarityLoss.Evaluate(Read(f, _map, _mapFeedback), teacher.Classifier.Rows, lesson);
        return new TorchLossValue(right.Mean.Times(1f - LocalTeacher.Similarity).Plus(unlike.Times(LocalTeacher.Similarity)), right.Score);
    }

    /// <summary>Means over windows side by side that count zeros beyond the border.</summary>
    private static Tensor Means(Tensor h, PoolingShape places) => TorchPooling.Means(
        h, [places.WindowHeight, places.WindowWidth], [places.StrideY, places.StrideX], [places.PaddingY, places.PaddingX]);

    /// <summary>f W^T, in 32 bits; with fixed feedback B the error of it reaches f as if it had been f B^T.</summary>
    private Tensor Read(Tensor f, Tensor weight, Tensor? feedback)
    {
        if (feedback is null)
        {
            return nn.functional.linear(f, weight.to_type(place.Type)).to_type(ScalarType.Float32);
        }

        return FixedPath.Join(nn.functional.linear(f.detach(), weight.to_type(place.Type)), nn.functional.linear(f, feedback.to_type(place.Type)))
            .to_type(ScalarType.Float32);
    }
}
