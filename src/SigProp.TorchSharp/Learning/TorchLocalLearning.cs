using SigProp.Baselines;
using SigProp.Learning;
using SigProp.Numerics;
using SigProp.TorchSharp.Losses;
using SigProp.TorchSharp.Networks;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>Local learning (<see cref="LocalLearning"/>) by autograd, one layer at a time: a layer and its own classifier and similarity map learn by the loss that
/// these take of its output, and their graph is gone before the next layer runs. The prediction layer learns last.</summary>
internal sealed class TorchLocalLearning : TorchRule
{
    private readonly TorchHeadLoss _headLoss;
    private readonly TorchTeacher[] _teachers;

    /// <param name="setup">What the rule is made of.</param>
    /// <param name="place">The device.</param>
    /// <param name="hasFixedFeedback">Whether it is LL-FA.</param>
    public TorchLocalLearning(LearningSetup setup, TorchPlace place, bool hasFixedFeedback)
        : base(setup, place, [.. setup.Network.Layers.Select(l => l.Parameters), setup.Network.Head.Parameters])
    {
        // The managed engine's own draws: from the same seed both start alike.
        RandomKey key = setup.Key.Split("local");
        LocalTeacher[] teachers =
        [
            .. Network.Layers.Select((l, i) => new LocalTeacher(l, $"layer{i + 1}", Network.ClassCount, key.Split(i), hasFixedFeedback)),
        ];
        Feedback = [.. teachers.SelectMany(t => t.Feedback)];
        Own = new TorchAuxiliaries(setup, place, [.. teachers.Select(t => new[] { t.Classifier, t.Map })], [.. teachers.Select(t => t.Feedback)]);
        _teachers = [.. teachers.Select(t => new TorchTeacher(t, Own.Tensors, place))];
        _headLoss = new TorchHeadLoss(Network.Spec);
        LossNames = [.. Enumerable.Range(1, Network.LayerCount).Select(i => $"layer{i}"), "head"];
        Meter = new TorchMeter(place, LossNames.Count);
    }

    public override IReadOnlyList<Parameter> Feedback { get; }

    public override IReadOnlyList<string> LossNames { get; }

    public override bool TrainsTargets => false;

    protected override void Step(Batch batch, TorchLesson lesson, RandomKey key, List<Tensor> values)
    {
        Tensor h = Twin.Input.Load(batch.Features, batch.Count, (uint)key.Split(0).Value);
        int done = 0;
        foreach (TorchStage stage in Twin.Stages)
        {
            var pass = new TorchPass(IsTraining: true, (uint)key.Split(done).Value, IsGlobal: false);
            Tensor input = h;
            using (DisposeScope scope = torch.NewDisposeScope())
            {
                if (stage is TorchLayer layer)
                {
                    h = Learn(layer, done, input, lesson, pass, scope, values);
                    done++;
                }
                else
                {
                    using IDisposable silence = torch.no_grad();
                    h = stage.Forward(new TorchSignal(input, null), pass).H;
                }

                scope.MoveToOuter(h);
            }

            // Two signals are there at once, whatever the depth.
            input.Dispose();
            Meter.Add(Math.Max(0, done - 1));
        }

        using (DisposeScope scope = torch.NewDisposeScope())
        {
            TorchLossValue value = _headLoss.Evaluate(Twin.Head!.Scores(h), lesson);
            SendBack(value.Mean, Learners[done].Scale);
            Meter.Count(done, scope, Learners[done], h);
            Learners[done].Update();
            Keep(value, scope, values);
            Meter.Add(done);
        }
    }

    /// <summary>h_i = f(W_i h_{i-1} + b_i), L_i(h_i), and at once the update of what has taught and of what was taught; hands on what was computed before it,
    /// without gradient.</summary>
    private Tensor Learn(
        TorchLayer layer, int index, Tensor input, TorchLesson lesson, in TorchPass pass, DisposeScope scope, List<Tensor> values)
    {
        // A layer is taught by what it hands on: of a convolution after dropout.
        Tensor h = layer.HandOn(layer.Forward(new TorchSignal(input, null), pass).H, pass);
        TorchLossValue value = _teachers[index].Evaluate(h, lesson);
        TorchLearner learner = Learners[index], teacher = Own!.Learners[index];
        SendBack(value.Mean, learner.Scale);
        Meter.Count(index, scope, [learner, teacher], input);
        learner.Update(teacher);
        Keep(value, scope, values);
        return h.detach();
    }
}
