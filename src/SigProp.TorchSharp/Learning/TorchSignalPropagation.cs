using SigProp.Learning;
using SigProp.Numerics;
using SigProp.TorchSharp.Losses;
using SigProp.TorchSharp.Networks;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>Signal propagation (section III) by autograd, one layer at a time: a layer's input is detached, its loss goes back through the layer alone, it learns,
/// and its graph is gone before the next layer runs.</summary>
internal sealed class TorchSignalPropagation : TorchRule
{
    private readonly TorchContext _context;
    private readonly TorchHeadLoss _headLoss;

    public TorchSignalPropagation(LearningSetup setup, TorchPlace place)
        : base(setup, place, Parameters(setup.Network))
    {
        LossNames = [.. Enumerable.Range(1, Network.LayerCount).Select(i => $"layer{i}"), .. Network.Head.Learns ? ["head"] : Array.Empty<string>()];
        Meter = new TorchMeter(place, LossNames.Count);
        _context = new TorchContext(Twin);
        _headLoss = new TorchHeadLoss(Network.Spec);
    }

    public override IReadOnlyList<string> LossNames { get; }

    public override bool TrainsTargets => Network.Spec.HasClassTargets;

    protected override void Step(Batch batch, TorchLesson lesson, RandomKey key, List<Tensor> values)
    {
        (Tensor? truth, Tensor? context) = _context.Prepare(batch, lesson);
        var signal = new TorchSignal(
            Twin.Input.Load(batch.Features, batch.Count, (uint)key.Split(0).Value),
            Twin.Targets.SharesFirstLayer ? context!.to_type(Place.Type) : null);
        int done = 0;
        foreach (TorchStage stage in Twin.Stages)
        {
            var pass = new TorchPass(IsTraining: true, (uint)key.Split(done).Value, IsGlobal: false);
            TorchSignal input = signal;
            using (DisposeScope scope = torch.NewDisposeScope())
            {
                if (stage is TorchLayer layer)
                {
                    signal = Learn(layer, done, input, context, lesson with { Contexts = done == 0 ? truth : input.T }, pass, scope, values);
                    done++;
                }
                else
                {
                    using IDisposable silence = torch.no_grad();
                    signal = stage.Forward(input, pass);
                }

                scope.MoveToOuter(signal.H);
                if (signal.T is not null)
                {
                    scope.MoveToOuter(signal.T);
                }
            }

            // Two signals are there at once, whatever the depth.
            input.Dispose();
            Meter.Add(Math.Max(0, done - 1));
        }

        if (Twin.Head is TorchHead head)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            TorchLossValue value = _headLoss.Evaluate(head.Scores(signal.H), lesson);
            SendBack(value.Mean, Learners[^1].Scale);
            Meter.Count(done, scope, Learners[^1], signal.H);
            Learners[^1].Update();
            Keep(value, scope, values);
            Meter.Add(done);
        }
    }

    /// <summary>Eq 1 to 3, then Eq 9 and at once the update; hands on what was computed before it, without gradient.</summary>
    private TorchSignal Learn(
        TorchLayer layer, int index, in TorchSignal input, Tensor? context, TorchLesson lesson, in TorchPass pass, DisposeScope scope, List<Tensor> values)
    {
        TorchSignal answer = LearnAlone(layer, index, input, context, lesson, pass, values);
        scope.MoveToOuter(values[^2], values[^1]);

        // The graph is gone: what is handed on is made beside the answer alone.
        using IDisposable silence = torch.no_grad();
        var next = new TorchSignal(layer.HandOn(answer.H, pass), layer.HandOnTargets(answer.T!));
        Meter.Count(index, scope, [], input.H, input.T);
        return next;
    }

    /// <summary>A layer's forward pass, its loss, its way back and its update; the answer, without gradient.</summary>
    private TorchSignal LearnAlone(
        TorchLayer layer, int index, in TorchSignal input, Tensor? context, TorchLesson lesson, in TorchPass pass, List<Tensor> values)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        TorchSignal output = layer.Forward(input, pass);
        if (index == 0 && !Twin.Targets.SharesFirstLayer)
        {
            // h1 is read without gradient.
            output = output with { T = Twin.Targets.Forward(context, output.H.detach()) };
        }

        TorchLossValue value = Twin.Losses[index].Evaluate(output.H, output.T!, lesson);
        SendBack(value.Mean, Learners[index].Scale);
        Meter.Count(index, scope, Learners[index], input.H, input.T);
        if (index == 0 && Network.Generator.Learns)
        {
            // The generator's gradients came from the first layer's loss.
            Learners[index].Update(Learners[Network.LayerCount]);
        }
        else
        {
            Learners[index].Update();
        }

        Keep(value, scope, values);
        return new TorchSignal(scope.MoveToOuter(output.H.detach()), scope.MoveToOuter(output.T!.detach()));
    }

    private static IReadOnlyList<Parameter>[] Parameters(Network network)
    {
        List<IReadOnlyList<Parameter>> learners = [.. network.Layers.Select(l => l.Parameters)];
        if (network.Generator.Learns)
        {
            learners.Add(network.Generator.Parameters);
        }

        if (network.Head.Learns)
        {
            learners.Add(network.Head.Parameters);
        }

        return [.. learners];
    }
}
