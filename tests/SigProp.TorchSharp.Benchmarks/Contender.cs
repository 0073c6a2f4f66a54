using System.Diagnostics;
using SigProp.Benchmarks;
using SigProp.Learning;
using SigProp.Losses;
using SigProp.Numerics;
using SigProp.Training;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>One engine that trains a network with so many threads, pass by pass.</summary>
internal sealed class Contender : IDisposable
{
    private readonly ComputeContext _context;
    private readonly LearningRule _rule;
    private readonly LossValue[] _losses;
    private readonly List<double> _rates = [];

    public Contender(TrainingBackend backend, LearningRuleKind kind, MeasuredNetwork network, int threads)
    {
        _context = new ComputeContext(threads);
        _rule = Engine.CreateRule(backend, kind, network.Spec, _context, network.BatchSize);
        _losses = new LossValue[_rule.LossNames.Count];
    }

    /// <summary>Samples a second, of the passes that count.</summary>
    public Rate Rate => Rate.Of([.. _rates]);

    /// <summary>Takes steps that do not count, until some take long enough to tell how long one takes.</summary>
    /// <returns>Seconds a step.</returns>
    public double WarmUp(Batch[] batches, double seconds)
    {
        int steps = 1;
        double last = Time(batches, steps);
        while (last * steps < seconds && steps < 4096)
        {
            steps *= 2;
            last = Time(batches, steps);
        }

        return last;
    }

    /// <summary>Takes steps and counts them.</summary>
    public void Pass(Batch[] batches, int steps) => _rates.Add(batches[0].Count / Time(batches, steps));

    public void Dispose()
    {
        (_rule as IDisposable)?.Dispose();
        _context.Dispose();
    }

    // What goes to libtorch before an epoch, and comes back after it, is no part of a step.
    private double Time(Batch[] batches, int steps)
    {
        _rule.BeginSteps(_context);
        try
        {
            var clock = Stopwatch.StartNew();
            for (int i = 0; i < steps; i++)
            {
                _rule.Step(batches[i % batches.Length], RandomKey.FromSeed(i), _losses);
            }

            return clock.Elapsed.TotalSeconds / steps;
        }
        finally
        {
            _rule.EndSteps(_context);
        }
    }
}
