namespace SigProp.TorchSharp.Losses;

/// <summary>Another loss on the means over space of h, [n, C, ...], and t, [m, C, ...]: so targets may be patches smaller than the maps (sparse
/// targets).</summary>
internal sealed class TorchPooledLoss(TorchLoss inner) : TorchLoss
{
    public override Tensor Scores(Tensor h, Tensor t) => inner.Scores(Means(h), Means(t));

    public override TorchLossValue Evaluate(Tensor h, Tensor t, TorchLesson lesson) => inner.Evaluate(Means(h), Means(t), lesson);

    private static Tensor Means(Tensor maps) => maps.dim() == 2 ? maps : maps.to_type(ScalarType.Float32).flatten(2).mean([2]);
}
