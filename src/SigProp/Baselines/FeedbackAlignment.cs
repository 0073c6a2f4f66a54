using SigProp.Layers;
using SigProp.Learning;
using SigProp.Numerics;

namespace SigProp.Baselines;

/// <summary>
/// Feedback alignment (Lillicrap, Cownden, Tweed and Akerman, "Random synaptic feedback weights support error backpropagation for deep learning",
/// Nature Communications 2016; Fig 1b): backpropagation, with fixed random weights B in place of W wherever the error is sent back.
/// </summary>
internal sealed class FeedbackAlignment : Backpropagation
{
    private readonly Layer[] _twins;
    private readonly FixedFeedback _head;

    public FeedbackAlignment(LearningSetup setup)
        : base(setup)
    {
        (_twins, _head) = Draw(setup);
        Feedback = [.. _twins.Select(t => t.Parameters[0]), _head.Weight];
        FeedbackBytes = [0, .. _twins.Select(t => sizeof(float) * t.Parameters.Concat(t.Buffers).Sum(p => (long)p.Length)), _head.Bytes];
    }

    /// <summary>B_i of each layer from the second on, shaped like W_i, and last the head's.</summary>
    public override IReadOnlyList<Parameter> Feedback { get; }

    protected override IReadOnlyList<long> FeedbackBytes { get; }

    /// <summary>A twin of each layer but the first, of the same kind and shape, so that the error finds its way through convolutions as well; and the head's
    /// feedback.</summary>
    public static (Layer[] Twins, FixedFeedback Head) Draw(LearningSetup setup)
    {
        Network network = setup.Network;
        RandomKey key = setup.Key.Split("feedback");
        Layer[] twins = [.. NetworkFactory.Create(network.Spec).Layers.Skip(1)];
        for (int i = 0; i < twins.Length; i++)
        {
            twins[i].Initialize(key.Split("layer").Split(i + 1));
        }

        return (twins, new FixedFeedback("head", network.HeadScores, network.LastWidth, key.Split("head")));
    }

    /// <summary>dh_{i-1} = dz_i B_i.</summary>
    protected override void SendBack(ComputeContext context, int layer, in MatrixView gradient, in MatrixView inputGradient)
        => _twins[layer - 1].PropagateError(context, gradient, inputGradient);

    /// <summary>dh = e B.</summary>
    protected override void SendBackFromHead(ComputeContext context, in MatrixView error, in MatrixView gradient)
        => _head.Send(context, error, gradient);
}
