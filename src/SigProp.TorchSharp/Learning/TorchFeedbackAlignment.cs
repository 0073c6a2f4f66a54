using SigProp.Baselines;
using SigProp.Layers;
using SigProp.Learning;
using SigProp.Numerics;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>Feedback alignment (<see cref="FeedbackAlignment"/>): backpropagation, with fixed random weights B in place of W wherever the error is sent
/// back.</summary>
internal sealed class TorchFeedbackAlignment : TorchBackpropagation
{
    private readonly Parameter _head;

    public TorchFeedbackAlignment(LearningSetup setup, TorchPlace place)
        : base(setup, place)
    {
        // The managed engine's own draws.
        (Layer[] twins, FixedFeedback head) = FeedbackAlignment.Draw(setup);
        _head = head.Weight;
        Feedback = [.. twins.Select(t => t.Parameters[0]), _head];
        Own = new TorchAuxiliaries(setup, place, [], [Feedback]);
        for (int i = 0; i < twins.Length; i++)
        {
            Twin.Layers[i + 1].Feedback = Own.Tensors[Feedback[i]];
        }
    }

    /// <summary>B_i of each layer from the second on, shaped like W_i, and last the head's.</summary>
    public override IReadOnlyList<Parameter> Feedback { get; }

    // dh = e B
    protected override Tensor Scores(Tensor h) => Twin.Head!.Scores(h, Own!.Tensors[_head]);
}
