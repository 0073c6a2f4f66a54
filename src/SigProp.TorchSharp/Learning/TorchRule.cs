using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.TorchSharp.Losses;
using SigProp.TorchSharp.Networks;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>A learning rule whose steps run on a device. Between epochs the managed network and its optimizers hold what was learned, as with any other
/// rule: so all that is done between steps is the engine's.</summary>
internal abstract class TorchRule : LearningRule, IDisposable
{
    private readonly TorchLearner[] _learners;
    private readonly LayerOptimizer[] _optimizers;
    private readonly TorchLessons _lessons;
    private readonly int _threads;
    private TorchSwitches? _switches;
    private bool _hasFailed;

    /// <param name="setup">What every rule is made of.</param>
    /// <param name="place">The device.</param>
    /// <param name="learners">What each optimizer changes, in the order of the managed rule's.</param>
    protected TorchRule(LearningSetup setup, TorchPlace place, IReadOnlyList<Parameter>[] learners)
    {
        Network = setup.Network;
        Place = place;
        _threads = setup.Context.Threads;
        Twin = new TorchNetwork(setup.Network, setup.Context, place, setup.BatchSize);

        // On the device moments are of 32 bits.
        _optimizers = (setup with { Precision = TrainingPrecision.Single }).CreateOptimizers(learners);
        _learners = [.. _optimizers.Select(o => new TorchLearner(o, setup.Optimizer, setup.ClipNorm, Twin.Tensors, place))];
        _lessons = new TorchLessons(setup.Network, place, setup.BatchSize);
    }

    public override IReadOnlyList<LayerOptimizer> Optimizers => _optimizers;

    public override IReadOnlyList<Parameter> Auxiliaries => Own?.Learned ?? [];

    public override IReadOnlyList<LayerOptimizer> AuxiliaryOptimizers => Own?.Optimizers ?? [];

    public override IReadOnlyList<LayerCost> Costs => [.. Meter.Costs(CostNames).Select((cost, i) => Own?.AddTo(cost, i) ?? cost)];

    public override long SignalBytes => Meter.PeakBytes + (Own?.Bytes ?? 0);

    public override IReadOnlyList<string> Warnings => [.. _learners.Concat(Own?.Learners ?? []).Select(l => l.Warning).OfType<string>()];

    /// <summary>Whose costs are told, in order.</summary>
    protected virtual IReadOnlyList<string> CostNames => LossNames;

    /// <summary>The managed network.</summary>
    protected Network Network { get; }

    /// <summary>The device.</summary>
    protected TorchPlace Place { get; }

    /// <summary>The network on the device.</summary>
    protected TorchNetwork Twin { get; }

    /// <summary>The optimizers on the device.</summary>
    protected IReadOnlyList<TorchLearner> Learners => _learners;

    /// <summary>What the rule has besides the network; null where it has nothing.</summary>
    protected TorchAuxiliaries? Own { get; private protected init; }

    /// <summary>What parts of a step take.</summary>
    protected TorchMeter Meter { get; private protected init; } = null!;

    /// <summary>Whether <see cref="Create"/> makes a rule of a kind.</summary>
    public static bool IsOffered(LearningRuleKind kind)
        => kind is LearningRuleKind.SignalPropagation or LearningRuleKind.Backpropagation or LearningRuleKind.Shallow or LearningRuleKind.FeedbackAlignment
            or LearningRuleKind.DirectFeedbackAlignment or LearningRuleKind.LocalLearning or LearningRuleKind.LocalLearningFeedbackAlignment;

    /// <summary>Makes a rule.</summary>
    public static TorchRule Create(LearningRuleKind kind, LearningSetup setup, TorchPlace place)
    {
        // Whoever calls may have switched gradients off on this thread.
        using IDisposable usual = torch.inference_mode(false), gradients = torch.enable_grad();
        return CreateOf(kind, setup, place);
    }

    private static TorchRule CreateOf(LearningRuleKind kind, LearningSetup setup, TorchPlace place) => kind switch
    {
        LearningRuleKind.SignalPropagation => new TorchSignalPropagation(setup, place),
        LearningRuleKind.Backpropagation => new TorchBackpropagation(setup, place),
        LearningRuleKind.Shallow => new TorchShallow(setup, place),
        LearningRuleKind.FeedbackAlignment => new TorchFeedbackAlignment(setup, place),
        LearningRuleKind.DirectFeedbackAlignment => new TorchDirectFeedbackAlignment(setup, place),
        LearningRuleKind.LocalLearning => new TorchLocalLearning(setup, place, hasFixedFeedback: false),
        LearningRuleKind.LocalLearningFeedbackAlignment => new TorchLocalLearning(setup, place, hasFixedFeedback: true),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "TorchSharp does not train by this rule."),
    };

    public override void BeginSteps(ComputeContext context)
    {
        _switches ??= new TorchSwitches(Place, _threads);
        try
        {
            Twin.Tensors.Upload();
            foreach (TorchLearner learner in _learners)
            {
                learner.Upload();
            }

            Own?.Upload();
        }
        catch (Exception e) when (TorchFailure.Is(e))
        {
            throw TorchFailure.Of(e, Place, "taking over the network's parameters");
        }
    }

    public override void EndSteps(ComputeContext context)
    {
        try
        {
            Twin.Tensors.Download();
            foreach (TorchLearner learner in _learners)
            {
                learner.Download();
            }

            Own?.Download();
        }
        catch (Exception e) when (TorchFailure.Is(e))
        {
            // After a step that failed the device may answer nothing more: the step's exception is the one that tells.
            if (!_hasFailed)
            {
                throw TorchFailure.Of(e, Place, "giving back what was learned");
            }
        }
        finally
        {
            _switches?.Dispose();
            _switches = null;
        }
    }

    public override void SetLearningRate(float learningRate)
    {
        foreach (LayerOptimizer optimizer in _optimizers.Concat(AuxiliaryOptimizers))
        {
            optimizer.LearningRate = learningRate;
        }
    }

    public override void WalkMemory(StateWalk walk)
    {
        foreach (TorchLearner learner in _learners)
        {
            learner.Walk(walk);
        }
    }

    public override void Step(Batch batch, RandomKey key, Span<LossValue> losses)
    {
        float[] values;
        try
        {
            values = TakeStep(batch, key);
        }
        catch (Exception e) when (TorchFailure.Is(e))
        {
            _hasFailed = true;
            throw TorchFailure.Of(e, Place, "a training step");
        }

        // One copy from the device a step: it has not been waited for until here.
        for (int i = 0; i < losses.Length; i++)
        {
            losses[i] = new LossValue(values[2 * i], values[(2 * i) + 1]);
        }
    }

    public virtual void Dispose()
    {
        _switches?.Dispose();
        foreach (TorchLearner learner in _learners)
        {
            learner.Dispose();
        }

        Own?.Dispose();
        _lessons.Dispose();
        Twin.Dispose();
    }

    /// <summary>Learns from a batch.</summary>
    /// <param name="batch">x and c.</param>
    /// <param name="lesson">What the rows ought to be, on the device.</param>
    /// <param name="key">The step's randomness.</param>
    /// <param name="values">Takes a loss and its score for each of <see cref="LearningRule.LossNames"/>, without graphs.</param>
    protected abstract void Step(Batch batch, TorchLesson lesson, RandomKey key, List<Tensor> values);

    /// <summary>Keeps a loss and its score beyond the scope that holds its graph.</summary>
    protected static void Keep(in TorchLossValue value, DisposeScope scope, List<Tensor> values)
    {
        values.Add(scope.MoveToOuter(value.Mean.detach()));
        values.Add(scope.MoveToOuter(value.Score));
    }

    /// <summary>The loss's gradients; scaled where small ones would vanish.</summary>
    protected static void SendBack(Tensor loss, double scale)
    {
        Tensor scaled = scale == 1 ? loss : loss.Times(scale);
        scaled.backward();
    }

    private float[] TakeStep(Batch batch, RandomKey key)
    {
        using IDisposable usual = torch.inference_mode(false), gradients = torch.enable_grad();
        using DisposeScope scope = torch.NewDisposeScope();
        var values = new List<Tensor>();
        Meter.Begin();
        Step(batch, _lessons.Load(batch), key, values);
        Meter.End();
        return torch.stack(values.Select(v => v.detach().to_type(ScalarType.Float32))).cpu().data<float>().ToArray();
    }
}
