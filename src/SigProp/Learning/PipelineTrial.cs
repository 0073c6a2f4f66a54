namespace SigProp.Learning;

/// <summary>A way to take steps, and what a step takes this way.</summary>
/// <param name="starts">Each group's first learner; 0 alone for one group, that is one step after the other.</param>
/// <param name="threads">Threads of each group.</param>
internal sealed class PipelineTrial(int[] starts, int[] threads)
{
    // So long at least, and so many steps; or so long that fewer tell enough.
    private const int Steps = 8;
    private const double Seconds = 0.1;
    private const double EnoughSeconds = 0.5;

    public IReadOnlyList<int> Starts => starts;

    public IReadOnlyList<int> Threads => threads;

    public int Groups => starts.Length;

    /// <summary>Steps after which it may end, however short they were; 0 for as many as tell enough.</summary>
    public int EnoughSteps { get; init; }

    /// <summary>What a step has taken, from one to the next.</summary>
    public double SecondsPerStep { get; set; }

    /// <summary>What each learner has taken of a step; the first also what the batch has taken to be filled.</summary>
    public double[] Costs { get; set; } = [];

    /// <summary>One step after the other.</summary>
    public static PipelineTrial InTurn(int threads, int enoughSteps = 0) => new([0], [threads]) { EnoughSteps = enoughSteps };

    /// <summary>Whether so many steps tell enough.</summary>
    public bool IsLongEnough(int steps, double seconds)
        => EnoughSteps > 0 ? steps >= EnoughSteps : (steps >= Steps && seconds >= Seconds) || (steps >= 2 && seconds >= EnoughSeconds);

    public bool IsSameAs(PipelineTrial? other)
        => other is not null && starts.AsSpan().SequenceEqual([.. other.Starts]) && threads.AsSpan().SequenceEqual([.. other.Threads]);
}
