using SigProp.TorchSharp.Losses;
using SigProp.TorchSharp.Networks;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>What targets are made of in a step: nothing where each class has one; else a row a sample of its class, its values, or what the network itself feeds
/// back (section III-D).</summary>
internal sealed class TorchContext
{
    private readonly TorchNetwork _twin;
    private readonly Network _network;
    private readonly TorchHeadLoss _headLoss;

    public TorchContext(TorchNetwork twin)
    {
        _twin = twin;
        _network = twin.Managed;
        _headLoss = new TorchHeadLoss(_network.Spec);
    }

    /// <summary>y*, by what samples are alike before the first layer, and c; both [n, contexts], and null where each class has a target.</summary>
    public (Tensor? Truth, Tensor? Context) Prepare(Batch batch, TorchLesson lesson)
    {
        if (_network.Spec.HasClassTargets)
        {
            return (null, null);
        }

        Tensor truth = lesson.Labels is Tensor labels ? nn.functional.one_hot(labels, _network.Spec.Contexts).to_type(ScalarType.Float32) : lesson.Values!;
        return (truth, _network.Spec.Targets.Kind switch
        {
            TargetGeneratorKind.TargetLoop => Loop(batch, lesson),
            TargetGeneratorKind.CorrectedTargetLoop => CorrectedLoop(batch, lesson),
            TargetGeneratorKind.Shared => lesson.Values,
            _ => truth,
        });
    }

    // c = y + y* (Eq 11: S1 y + S1 y* = S1 (y + y*)); y are probabilities, or values
    private Tensor Loop(Batch batch, TorchLesson lesson)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable silence = torch.no_grad();
        Tensor scores = _twin.Head!.Scores(LastOutput(batch));
        Tensor context = _network.Spec.IsRegression ? scores.Plus(lesson.Values!)
            : nn.functional.softmax(scores, 1).Plus(nn.functional.one_hot(lesson.Labels!, _network.Spec.Classes).to_type(ScalarType.Float32));
        return context.MoveToOuterDisposeScope();
    }

    // c = h_L - eta dL/dh_L (Eq 12), with L the sample's own loss, so that eta does not depend on the batch size
    private Tensor CorrectedLoop(Batch batch, TorchLesson lesson)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        Tensor h;
        using (torch.no_grad())
        {
            h = LastOutput(batch).to_type(ScalarType.Float32).flatten(1).detach();
        }

        h.requires_grad_();
        _headLoss.Evaluate(_twin.Head!.ScoresWithoutLearning(h), lesson).Mean.backward();
        float eta = _network.Spec.Targets.Correction * batch.Count;
        return h.detach().sub(h.grad!.Times(eta)).MoveToOuterDisposeScope();
    }

    private Tensor LastOutput(Batch batch) => _twin.Forward(_twin.Input.Load(batch.Features, batch.Count, null), TorchPass.Inference);
}
