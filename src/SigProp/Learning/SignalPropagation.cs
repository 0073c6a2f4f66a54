using SigProp.Layers;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Learning;

/// <summary>
/// Signal propagation (section III). The target generator turns the learning signal into targets; inputs and targets go forward together,
/// through the same weights; each layer compares the two, learns at once and hands both on. There is no way back: two signal buffers
/// alternate, whatever the depth, and layers may work on different batches at one time (<see cref="Pipeline"/>).
/// </summary>
internal sealed partial class SignalPropagation : LearningRule
{
    private readonly LearningSetup _setup;
    private readonly Network _network;
    private readonly LearningSignal _signal;

    public SignalPropagation(LearningSetup setup)
    {
        _setup = setup;
        _network = setup.Network;
        int samples = setup.BatchSize, targets = _network.Spec.HasClassTargets ? _network.Spec.Contexts : samples, layers = _network.LayerCount;
        _signal = new LearningSignal(_network, setup.Context, samples);
        LossNames = [.. Enumerable.Range(1, layers).Select(i => $"layer{i}"), .. _network.Head.Learns ? ["head"] : Array.Empty<string>()];
        _ticks = new long[layers + 1];
        _optimizers = new LayerOptimizer[LossNames.Count + (_network.Generator.Learns ? 1 : 0)];
        _groups = [];
        Regroup(0);
        _bytes = [.. LayerBytes(samples, targets)];
        Half = setup.Precision == TrainingPrecision.Half ? new HalfStore(_network, _optimizers) : null;
    }

    public override IReadOnlyList<string> LossNames { get; }

    public override bool TrainsTargets => _network.Spec.HasClassTargets;

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        for (int i = 0; i < _groups.Length; i++)
        {
            Step(_setup.Context, i, 0, batch, key, losses);
        }
    }

    /// <summary>One group's part of a step: through its layers, of which each learns at once, and last its head.</summary>
    /// <param name="context">The compute resources.</param>
    /// <param name="index">The group.</param>
    /// <param name="step">The step, counted from 0: which buffers of the joints it uses.</param>
    /// <param name="batch">x and c; after the first group c alone.</param>
    /// <param name="key">The step's randomness.</param>
    /// <param name="losses">Takes the losses of the group's learners, in their places.</param>
    public void Step(ComputeContext context, int index, long step, Batch batch, RandomKey key, Span<LossValue> losses)
    {
        LayerGroup group = _groups[index];
        group.Clock.Start();
        int targets = _network.Spec.HasClassTargets ? _network.Spec.Contexts : batch.Count, done = group.FirstLearner;
        Signal input = group.IsFirst ? FirstInput(batch) : _groups[index - 1].Joint!.At(step, batch.Count, targets);
        for (int i = group.FirstStage; i < group.EndStage; i++)
        {
            // Eq 1, h1 = f(W1 x + b1); Eq 2-3, [h, t] = f(W [h, t] + b)
            Stage stage = _network.Stages[i];
            bool hasTargets = done > 0 || stage is Layer || input.Targets > 0;
            Signal output = group.Output(i, step, batch.Count, hasTargets ? targets : null);
            group.Memory.DropoutKey = (uint)key.Split(done).Value;
            if (stage is Layer)
            {
                Half?.Lend(context, done, key);
            }

            stage.Forward(context, input, output, group.Memory);
            if (stage is Layer layer)
            {
                if (done == 0)
                {
                    // Eq 1, t1 = f(S1 c + d1)
                    LendGenerator(context, key);
                    _network.Generator.Forward(context, _signal.Context, output.H, output.T);
                }

                losses[done] = Learn(context, group, layer, done, batch, input, output);
                TakeBack(context, done);
                layer.HandOn(context, output, group.Memory);
                done++;
            }

            RoundSignal(context, output);
            input = output;
            group.Clock.Add(Math.Max(0, done - 1));
        }

        if (group.HeadOptimizer is not null)
        {
            var scores = new MatrixView(group.Scores, batch.Count, _network.HeadScores);
            Half?.Lend(context, _optimizers.Length - 1, key);
            losses[done] = _network.Head.Evaluate(context, input.H, batch.Lesson(default), scores);
            RoundGradient(context, scores);
            _network.Head.Update(context, input.H, scores, group.HeadOptimizer);
            Half?.TakeBack(context, _optimizers.Length - 1);
            group.Clock.Add(done);
        }
    }

    private Signal FirstInput(Batch batch)
    {
        _signal.Prepare(batch);
        return new Signal(batch.X, _network.Generator.SharesFirstLayer ? _signal.Context : default);
    }

    /// <summary>Eq 9, L(h, t), and at once the update; Eq 4 is the sum of all layers' losses, of which each layer sees its own term only.</summary>
    private LossValue Learn(ComputeContext context, LayerGroup group, Layer layer, int index, Batch batch, in Signal input, in Signal output)
    {
        LocalLoss loss = group.Losses[index - group.FirstLearner];
        var g = new MatrixView(group.Scores, batch.Count, loss.Columns(batch.Count, output.Targets));
        Lesson lesson = batch.Lesson(_network.Output is null ? default : _network.Output.Centers, index == 0 ? _signal.Truth : input.T);
        LossValue value = loss.Evaluate(context, output.H, output.T, lesson, g);
        var gradient = new LossGradient(loss, output, g, Half is not null);
        if (index == 0 && group.GeneratorOptimizer is not null)
        {
            MatrixView targetGradient = new(group.TargetGradient, output.Targets, output.T.Columns);
            gradient.OfTargets(context, targetGradient);
            _network.Generator.Learn(context, _signal.Context, output.H, output.T, targetGradient, group.GeneratorOptimizer);
        }

        layer.Learn(context, input, output, gradient, group.Memory, group.Optimizers[index - group.FirstLearner]);
        return value;
    }
}
