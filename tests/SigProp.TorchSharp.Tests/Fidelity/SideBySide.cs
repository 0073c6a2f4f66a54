using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.TorchSharp.Running;
using SigProp.Training;
using ScalarType = global::TorchSharp.torch.ScalarType;

namespace SigProp.TorchSharp.Tests.Fidelity;

/// <summary>Has both engines learn the same from the same start.</summary>
internal sealed class SideBySide : IDisposable
{
    /// <summary>Losses below this are no more than rounding: those of a batch of one row, whose only pair is right.</summary>
    private const double LeastLoss = 0.01;

    private readonly ComputeContext _context = new(1);
    private readonly FidelityCase _case;

    public SideBySide(FidelityCase of)
    {
        _case = of;
        (Managed, Torch) = (of.CreateNetwork(), of.CreateNetwork());
        ManagedRule = Prepared(Trainer.CreateRule(of.Rule, Setup(Managed)), Managed);
        TorchRule = Prepared(TorchSharp.Learning.TorchRule.Create(of.Rule, Setup(Torch), Cpu()), Torch);
    }

    public Network Managed { get; }

    public Network Torch { get; }

    public LearningRule ManagedRule { get; }

    public LearningRule TorchRule { get; }

    public ComputeContext Context => _context;

    /// <summary>The largest difference of a loss, of any step, relative to the managed engine's.</summary>
    public double LossDeviation { get; private set; }

    /// <summary>The largest difference of a step's scores, in rows.</summary>
    public double ScoreDeviation { get; private set; }

    /// <summary>Which loss it is that differs most.</summary>
    public string Where { get; private set; } = "";

    public static TorchPlace Cpu(ScalarType type = ScalarType.Float32) => new(IsCuda: false, type, AllowsTensorFloat32: false);

    /// <summary>Takes all steps.</summary>
    public void Run()
    {
        ManagedRule.BeginSteps(_context);
        TorchRule.BeginSteps(_context);
        Assert.Equal(ManagedRule.LossNames, TorchRule.LossNames);
        Assert.Equal(ManagedRule.TrainsTargets, TorchRule.TrainsTargets);
        LossValue[] managed = new LossValue[ManagedRule.LossNames.Count], torch = new LossValue[managed.Length];
        for (int step = 0; step < _case.Steps; step++)
        {
            float rate = _case.Optimizer.LearningRate * (1f - (0.5f * step / _case.Steps));
            ManagedRule.SetLearningRate(rate);
            TorchRule.SetLearningRate(rate);
            RandomKey key = RandomKey.FromSeed(5).Split(step);
            ManagedRule.Step(_case.Batch(step), key, managed);
            TorchRule.Step(_case.Batch(step), key, torch);
            for (int i = 0; i < managed.Length; i++)
            {
                Compare(managed[i], torch[i], $"{ManagedRule.LossNames[i]}, step {step}");
            }
        }

        ManagedRule.EndSteps(_context);
        TorchRule.EndSteps(_context);
    }

    /// <summary>The largest difference of a parameter, as a part of what is allowed: 1e-4, or 1e-3 of it.</summary>
    public (double Share, string Where) ParameterDeviation()
    {
        (double Share, string Where) worst = (0, "");
        foreach ((Parameter managed, Parameter torch) in Managed.Leaves.Zip(Torch.Leaves))
        {
            worst = Worse(worst, managed.Values, torch.Values, managed.Name);
        }

        foreach ((LayerOptimizer managed, LayerOptimizer torch) in ManagedRule.Optimizers.Zip(TorchRule.Optimizers))
        {
            Assert.Equal(managed.State.Steps, torch.State.Steps);
            for (int i = 0; managed.Average is not null && i < managed.Average.Values.Count; i++)
            {
                worst = Worse(worst, managed.Average.Values[i], torch.Average!.Values[i], $"average of {managed.Average.Parameters[i].Name}");
            }
        }

        return worst;
    }

    public void Dispose()
    {
        (TorchRule as IDisposable)?.Dispose();
        (ManagedRule as IDisposable)?.Dispose();
        _context.Dispose();
    }

    private static (double Share, string Where) Worse((double Share, string Where) worst, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string name)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            double share = Math.Abs(expected[i] - actual[i]) / Math.Max(1e-4, 1e-3 * Math.Abs(expected[i]));
            if (share > worst.Share || double.IsNaN(share))
            {
                worst = (double.IsNaN(share) ? double.PositiveInfinity : share, $"{name}[{i}]: {expected[i]} and {actual[i]}");
            }
        }

        return worst;
    }

    private void Compare(LossValue managed, LossValue torch, string where)
    {
        double deviation = Math.Abs(managed.Mean - torch.Mean) / Math.Max(LeastLoss, Math.Abs(managed.Mean));
        if (deviation > LossDeviation || double.IsNaN(deviation))
        {
            (LossDeviation, Where) = (double.IsNaN(deviation) ? double.PositiveInfinity : deviation, $"{where}: {managed.Mean} and {torch.Mean}");
        }

        ScoreDeviation = Math.Max(ScoreDeviation, Math.Abs(managed.Score - torch.Score));
    }

    private LearningSetup Setup(Network network) => new(_context, network, _case.Optimizer, _case.ClipNorm, _case.Rows);

    private LearningRule Prepared(LearningRule rule, Network network)
    {
        foreach (LayerOptimizer optimizer in _case.AverageOver > 0 ? rule.Optimizers : [])
        {
            IEnumerable<Parameter> buffers = network.Layers.Where(l => l.Parameters.Intersect(optimizer.Parameters).Any()).SelectMany(l => l.Buffers);
            optimizer.Average = new WeightAverage([.. optimizer.Parameters, .. buffers], Math.Exp(-1 / _case.AverageOver));
        }

        return rule;
    }
}
