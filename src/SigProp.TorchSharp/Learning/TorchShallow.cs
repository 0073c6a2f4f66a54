using SigProp.Learning;
using SigProp.Numerics;
using SigProp.TorchSharp.Losses;
using SigProp.TorchSharp.Networks;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>The prediction layer alone learns, on hidden layers that stay as they were drawn: what a deep rule must beat.</summary>
internal sealed class TorchShallow : TorchRule
{
    private readonly TorchHeadLoss _headLoss;

    public TorchShallow(LearningSetup setup, TorchPlace place)
        : base(setup, place, [setup.Network.Head.Parameters])
    {
        Meter = new TorchMeter(place, 1);
        _headLoss = new TorchHeadLoss(Network.Spec);
    }

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    protected override void Step(Batch batch, TorchLesson lesson, RandomKey key, List<Tensor> values)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor h;
        using (torch.no_grad())
        {
            Tensor x = Twin.Input.Load(batch.Features, batch.Count, (uint)key.Split(0).Value);
            h = Twin.Forward(x, new TorchPass(IsTraining: true, DropoutKey: 0, IsGlobal: false), key);
        }

        TorchLossValue value = _headLoss.Evaluate(Twin.Head!.Scores(h), lesson);
        SendBack(value.Mean, Learners[0].Scale);
        Meter.Count(0, scope, Learners[0]);
        Learners[0].Update();
        Keep(value, scope, values);
        Meter.Add(0);
    }
}
