using SigProp.Heads;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Networks;

/// <summary>The prediction layer: a linear map of the last output (Fig 2b).</summary>
internal sealed class TorchHead
{
    private readonly TorchPlace _place;
    private readonly Tensor _weight;
    private readonly Tensor _bias;

    public TorchHead(Head head, TorchTensors tensors, TorchPlace place)
    {
        _place = place;
        (_weight, _bias) = (tensors[head.Parameters[0]], tensors[head.Parameters[1]]);
    }

    // y = h V^T + c
    public Tensor Scores(Tensor h) => Scores(h, _weight, _bias);

    /// <summary>The same with parameters that nothing comes back to.</summary>
    public Tensor ScoresWithoutLearning(Tensor h) => Scores(h, _weight.detach(), _bias.detach());

    /// <summary>The same, whose error reaches h through fixed weights.</summary>
    public Tensor Scores(Tensor h, Tensor feedback)
        => FixedPath.Join(Scores(h.detach()), nn.functional.linear(h.flatten(1), feedback.to_type(_place.Type)).to_type(ScalarType.Float32));

    private Tensor Scores(Tensor h, Tensor weight, Tensor bias)
        => nn.functional.linear(h.flatten(1), weight.to_type(_place.Type), bias.to_type(_place.Type)).to_type(ScalarType.Float32);
}
