using System.Diagnostics;

namespace SigProp.Learning;

/// <summary>Adds up what each learner's part of a step takes.</summary>
internal sealed class StepClock(int learners)
{
    private readonly long[] _ticks = new long[learners];
    private long _last;

    /// <summary>A step begins.</summary>
    public void Start() => _last = Stopwatch.GetTimestamp();

    /// <summary>The time since the last call was spent on <paramref name="learner"/>.</summary>
    public void Add(int learner)
    {
        long now = Stopwatch.GetTimestamp();
        _ticks[learner] += now - _last;
        _last = now;
    }

    public double Seconds(int learner) => (double)_ticks[learner] / Stopwatch.Frequency;
}
