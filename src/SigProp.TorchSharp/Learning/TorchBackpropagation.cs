using SigProp.Learning;
using SigProp.Numerics;
using SigProp.TorchSharp.Losses;
using SigProp.TorchSharp.Networks;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>Backpropagation on the same layers, for comparison: autograd's graph spans the whole network, and all outputs stay until the error has come
/// back.</summary>
internal class TorchBackpropagation : TorchRule
{
    private readonly TorchHeadLoss _headLoss;

    public TorchBackpropagation(LearningSetup setup, TorchPlace place)
        : base(setup, place, [.. setup.Network.Layers.Select(l => l.Parameters), setup.Network.Head.Parameters])
    {
        Meter = new TorchMeter(place, 1);
        _headLoss = new TorchHeadLoss(Network.Spec);
    }

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    /// <summary>Autograd goes through the network in one piece.</summary>
    protected override IReadOnlyList<string> CostNames { get; } = ["network"];

    protected override void Step(Batch batch, TorchLesson lesson, RandomKey key, List<Tensor> values)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor x = Twin.Input.Load(batch.Features, batch.Count, (uint)key.Split(0).Value);
        Tensor h = Twin.Forward(x, new TorchPass(IsTraining: true, DropoutKey: 0, IsGlobal: true), key);
        TorchLossValue value = _headLoss.Evaluate(Scores(h), lesson);
        SendBack(value.Mean, Learners[^1].Scale);
        Meter.Count(0, scope, Learners);

        // One loss for all: where a gradient of any layer overflows its scale falls, and none takes a step.
        Learners[^1].Update([.. Learners.SkipLast(1)]);

        Keep(value, scope, values);
        Meter.Add(0);
    }

    /// <summary>y = h V^T + c, and the way back of its error.</summary>
    protected virtual Tensor Scores(Tensor h) => Twin.Head!.Scores(h);
}
