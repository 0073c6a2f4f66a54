using SigProp.Learning;
using SigProp.Numerics;
using SigProp.Optimizers;
using SigProp.TorchSharp.Networks;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>What a rule has besides the network, for each of its learners: parameters that learn, with an optimizer, and others that stay as they were drawn.</summary>
internal sealed class TorchAuxiliaries : IDisposable
{
    private readonly LayerOptimizer[] _optimizers;
    private readonly TorchLearner[] _learners;
    private readonly IReadOnlyList<Parameter>[] _fixed;

    /// <param name="setup">What every rule is made of.</param>
    /// <param name="place">The device.</param>
    /// <param name="learned">What learns beside each learner; empty where nothing does.</param>
    /// <param name="fixedOnes">What does not, beside each learner.</param>
    public TorchAuxiliaries(LearningSetup setup, TorchPlace place, IReadOnlyList<Parameter>[] learned, IReadOnlyList<Parameter>[] fixedOnes)
    {
        Learned = [.. learned.SelectMany(p => p)];
        _fixed = fixedOnes;
        Tensors = new TorchTensors(Learned.Concat(fixedOnes.SelectMany(p => p)), place);
        _optimizers = (setup with { Precision = TrainingPrecision.Single }).CreateOptimizers(learned);
        _learners = [.. _optimizers.Select(o => new TorchLearner(o, setup.Optimizer, setup.ClipNorm, Tensors, place))];
    }

    /// <summary>All that learns, in order.</summary>
    public IReadOnlyList<Parameter> Learned { get; }

    /// <summary>The managed optimizers of what learns.</summary>
    public IReadOnlyList<LayerOptimizer> Optimizers => _optimizers;

    /// <summary>The same on the device.</summary>
    public IReadOnlyList<TorchLearner> Learners => _learners;

    /// <summary>All of it on the device.</summary>
    public TorchTensors Tensors { get; }

    /// <summary>Memory of all of it on the device.</summary>
    public long Bytes => Enumerable.Range(0, Math.Max(_learners.Length, _fixed.Length)).Sum(BytesOf);

    /// <summary>A learner's cost with the memory that its own part takes; where memory was not measured nothing is added.</summary>
    public LayerCost AddTo(LayerCost cost, int learner) => cost.SignalBytes == 0 ? cost : cost with { SignalBytes = cost.SignalBytes + BytesOf(learner) };

    public void Upload()
    {
        Tensors.Upload();
        foreach (TorchLearner learner in _learners)
        {
            learner.Upload();
        }
    }

    public void Download()
    {
        Tensors.Download();
        foreach (TorchLearner learner in _learners)
        {
            learner.Download();
        }
    }

    public void Dispose()
    {
        foreach (TorchLearner learner in _learners)
        {
            learner.Dispose();
        }

        Tensors.Dispose();
    }

    private long BytesOf(int learner) => (learner < _learners.Length ? _learners[learner].Bytes : 0)
        + (learner < _fixed.Length ? sizeof(float) * _fixed[learner].Sum(p => (long)p.Length) : 0);
}
