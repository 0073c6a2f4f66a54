using System.Diagnostics;
using SigProp.Learning;
using SigProp.TorchSharp.Running;

namespace SigProp.TorchSharp.Learning;

/// <summary>Measures, in some steps, what each learner's part takes: time, and the memory of the tensors that are there at once.</summary>
/// <remarks>A GPU works on its own: to tell whose time it is it has to be waited for, which all steps cannot afford.</remarks>
/// <param name="place">The device.</param>
/// <param name="learners">Parts of a step.</param>
internal sealed class TorchMeter(TorchPlace place, int learners)
{
    // The first step allocates and chooses its algorithms; afterwards every so many.
    private const int Interval = 16;
    private const int StepsThatCount = 3;

    private readonly long[] _ticks = new long[learners];
    private readonly long[] _bytes = new long[learners];
    private long _steps;
    private long _timed;
    private long _last;
    private bool _isTimed;
    private bool _counts;
    private long _before;

    /// <summary>The most memory that signals, gradients and graphs have taken at once.</summary>
    public long PeakBytes { get; private set; }

    /// <summary>A step begins.</summary>
    public void Begin()
    {
        _isTimed = !place.IsCuda || _steps % Interval == 1;
        _counts = _steps < StepsThatCount;
        if (_isTimed)
        {
            _timed++;
            place.Synchronize();
            _last = Stopwatch.GetTimestamp();
        }

        if (_steps == 0)
        {
            _before = place.IsCuda ? CudaMemory.Used() : 0;
        }

        _steps++;
    }

    /// <summary>The time since the last call was spent on a learner.</summary>
    /// <param name="learner">Which, from 0.</param>
    public void Add(int learner)
    {
        if (_isTimed)
        {
            place.Synchronize();
            long now = Stopwatch.GetTimestamp();
            _ticks[learner] += now - _last;
            _last = now;
        }
    }

    /// <summary>A learner has its gradients, and all that these were made of is still there.</summary>
    /// <param name="learner">Which, from 0.</param>
    /// <param name="scope">What holds its tensors.</param>
    /// <param name="optimizer">What holds its gradients.</param>
    /// <param name="others">What is there besides: its input.</param>
    public void Count(int learner, DisposeScope scope, TorchLearner optimizer, params ReadOnlySpan<Tensor?> others)
        => Count(learner, scope, [optimizer], others);

    /// <summary>The same of learners whose gradients are there together.</summary>
    public void Count(int learner, DisposeScope scope, IEnumerable<TorchLearner> optimizers, params ReadOnlySpan<Tensor?> others)
    {
        if (_counts)
        {
            // The learner's time so far; what counting takes is nobody's.
            Add(learner);

            // Parameters are not signals, and a scope holds other names of them.
            Tensor[] values = [.. optimizers.SelectMany(o => o.Values)];
            Tensor?[] gradients = [.. optimizers.SelectMany(o => o.Gradients)];
            long bytes = TensorBytes.Of([.. scope.DisposablesView.OfType<Tensor>(), .. gradients, .. others, .. values]) - TensorBytes.Of(values);
            _bytes[learner] = Math.Max(_bytes[learner], bytes);
            PeakBytes = Math.Max(PeakBytes, bytes);
            _last = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>A step is over.</summary>
    public void End()
    {
        if (_counts && place.IsCuda)
        {
            // What libtorch has once asked of the driver it keeps: so this is the most it has needed, with the scratch of its convolutions, which no tensor shows.
            PeakBytes = Math.Max(PeakBytes, CudaMemory.Used() - _before);
        }
    }

    /// <summary>The cost of each learner; its time over all steps, as far as some of them tell.</summary>
    public IEnumerable<LayerCost> Costs(IReadOnlyList<string> names)
        => names.Select((name, i) => new LayerCost(name, _timed == 0 ? 0 : (double)_ticks[i] / Stopwatch.Frequency * _steps / _timed, _bytes[i]));
}
