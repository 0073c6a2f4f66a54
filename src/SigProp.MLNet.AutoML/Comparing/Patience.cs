namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>Waits for work that may not listen when it is told to end.</summary>
internal static class Patience
{
    // Trainers that listen do so between rows, batches or trees.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(2);

    /// <summary>Does work on a thread of its own. Once told to end it has 2 s to do so; then it is left to itself, on a thread that keeps no process
    /// alive.</summary>
    /// <param name="work">The work.</param>
    /// <param name="stop">Tells it to end.</param>
    /// <returns>What the work gave.</returns>
    /// <exception cref="AbandonedException">It did not end in time.</exception>
    public static T Run<T>(Func<T> work, CancellationToken stop)
    {
        Task<T> task = Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        bool isOver = true;
        try
        {
            Task.WaitAny([task], stop);
        }
        catch (OperationCanceledException)
        {
            isOver = Task.WaitAny([task], s_grace) == 0;
        }

        if (!isOver)
        {
            // Nobody will ask how it ended.
            task.ContinueWith(t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw new AbandonedException();
        }

        return task.GetAwaiter().GetResult();
    }

    /// <summary>What went wrong in work that failed.</summary>
    public static string MessageOf(Exception exception) => exception.GetBaseException().Message.Trim();
}
