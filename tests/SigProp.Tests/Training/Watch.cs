using SigProp.Layers;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Training;

/// <summary>Keeps what is reported, on the thread that reports it.</summary>
internal sealed class Watch(Action<TrainingProgress>? then = null) : IProgress<TrainingProgress>
{
    public List<TrainingProgress> Reports { get; } = [];

    public IEnumerable<EpochReport> Epochs => Reports.Select(r => r.Completed).OfType<EpochReport>();

    public void Report(TrainingProgress value)
    {
        Reports.Add(value);
        then?.Invoke(value);
    }
}

/// <summary>A layer that does something after each of its steps, which it counts from 1.</summary>
internal sealed class CountingLayer(string name, int inputs, DenseSpec spec, Action<int> then) : DenseLayer(name, inputs, spec)
{
    public int Steps { get; private set; }

    public override void Update(ComputeContext context, in Signal input, in Signal gradient, LayerOptimizer optimizer)
    {
        base.Update(context, input, gradient, optimizer);
        then(++Steps);
    }
}
