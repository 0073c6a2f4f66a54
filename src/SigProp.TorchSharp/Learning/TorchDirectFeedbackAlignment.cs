using SigProp.Baselines;
using SigProp.Learning;
using SigProp.Numerics;
using SigProp.TorchSharp.Losses;
using SigProp.TorchSharp.Networks;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>Direct feedback alignment (<see cref="DirectFeedbackAlignment"/>): the output's error goes straight to each layer, through fixed random weights D_i.
/// Each layer has a graph of its own, and all of them stay until the error is known.</summary>
internal sealed class TorchDirectFeedbackAlignment : TorchRule
{
    private readonly TorchHeadLoss _headLoss;

    public TorchDirectFeedbackAlignment(LearningSetup setup, TorchPlace place)
        : base(setup, place, [.. setup.Network.Layers.Select(l => l.Parameters), setup.Network.Head.Parameters])
    {
        Meter = new TorchMeter(place, 1);
        _headLoss = new TorchHeadLoss(Network.Spec);

        // The managed engine's own draws.
        Feedback = [.. DirectFeedbackAlignment.Draw(setup).Select(f => f.Weight)];
        Own = new TorchAuxiliaries(setup, place, [], [Feedback]);
    }

    /// <summary>D_i of each layer, [scores, width].</summary>
    public override IReadOnlyList<Parameter> Feedback { get; }

    public override IReadOnlyList<string> LossNames { get; } = ["head"];

    public override bool TrainsTargets => false;

    /// <summary>Autograd goes through the network in one piece.</summary>
    protected override IReadOnlyList<string> CostNames { get; } = ["network"];

    protected override void Step(Batch batch, TorchLesson lesson, RandomKey key, List<Tensor> values)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        List<Tensor> outputs = Forward(batch, key, out Tensor h);

        // e = softmax(y) - y*
        Tensor scores = Twin.Head!.Scores(h), y = scores.detach().requires_grad_();
        TorchLossValue value = _headLoss.Evaluate(y, lesson);
        value.Mean.backward();
        Tensor e = y.grad!;
        SendBack(scores.mul(e).sum(), Learners[^1].Scale);

        // dh_i = e D_i
        for (int i = 0; i < outputs.Count; i++)
        {
            Tensor sent = e.mm(Own!.Tensors[Feedback[i]]).view(outputs[i].shape);
            SendBack(outputs[i].to_type(ScalarType.Float32).mul(sent).sum(), Learners[i].Scale);
        }

        Meter.Count(0, scope, Learners);
        foreach (TorchLearner learner in Learners)
        {
            learner.Update();
        }

        Keep(value, scope, values);
        Meter.Add(0);
    }

    /// <summary>h_i = f(W_i h_{i-1} + b_i) of each layer, with its own graph alone; and what the head is given.</summary>
    private List<Tensor> Forward(Batch batch, RandomKey key, out Tensor last)
    {
        var outputs = new List<Tensor>();
        Tensor h = Twin.Input.Load(batch.Features, batch.Count, (uint)key.Split(0).Value);
        foreach (TorchStage stage in Twin.Stages)
        {
            var pass = new TorchPass(IsTraining: true, (uint)key.Split(outputs.Count).Value, IsGlobal: false);
            if (stage is TorchLayer layer)
            {
                outputs.Add(layer.HandOn(layer.Forward(new TorchSignal(h, null), pass).H, pass));
                h = outputs[^1].detach();
            }
            else
            {
                using IDisposable silence = torch.no_grad();
                h = stage.Forward(new TorchSignal(h, null), pass).H;
            }
        }

        last = h;
        return outputs;
    }
}
