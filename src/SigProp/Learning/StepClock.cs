using System.Diagnostics;

namespace SigProp.Learning;

/// <summary>Adds up what each learner's part of a step takes.</summary>
/// <param name="ticks">Takes the time of each learner; clocks of different learners may share it.</param>
internal sealed class StepClock(long[] ticks)
{
    private long _last;

    public StepClock(int learners)
        : this(new long[learners])
    {
    }

    /// <summary>A step begins.</summary>
    public void Start() => _last = Stopwatch.GetTimestamp();

    /// <summary>The time since the last call was spent on <paramref name="learner"/>.</summary>
    public void Add(int learner)
    {
        long now = Stopwatch.GetTimestamp();
        ticks[learner] += now - _last;
        _last = now;
    }

    public double Seconds(int learner) => (double)ticks[learner] / Stopwatch.Frequency;
}
