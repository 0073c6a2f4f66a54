using System.Diagnostics;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>The budget of a comparison.</summary>
/// <param name="trials">The most trials of a candidate.</param>
/// <param name="time">The time for all trials; null where trials alone are counted.</param>
internal sealed class TrialClock(int trials, TimeSpan? time)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(30);

    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>The most trials of a candidate.</summary>
    public int Trials => trials;

    /// <summary>The time since the comparison began.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>The time for all trials; null where trials alone are counted.</summary>
    public TimeSpan? Time => time;

    /// <summary>The time left, at least 0; null where trials alone are counted.</summary>
    public TimeSpan? Left => time is TimeSpan all ? TimeSpan.FromTicks(Math.Max(0, (all - Elapsed).Ticks)) : null;

    /// <summary>A time as a timer takes it, which is no more than some weeks.</summary>
    public static TimeSpan ForTimer(TimeSpan time) => time < s_longest ? time : s_longest;
}
