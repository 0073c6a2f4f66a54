using System.Diagnostics;
using SigProp.Training;

namespace SigProp.Cli.Display;

/// <summary>One task of a display: training runs, one after the other.</summary>
internal abstract class TaskDisplay(int runs) : IProgress<TrainingProgress>
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _done;

    // The part that was done by a run that was interrupted, and took none of the time.
    private double _before;

    /// <summary>Number of runs.</summary>
    protected int Runs => runs;

    /// <summary>Number of runs that have ended.</summary>
    protected int Done => _done;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value.RowsSurveyed > 0)
        {
            Surveyed(value.RowsSurveyed);
            return;
        }

        if (value.Resumed is TrainingResumption resumption)
        {
            _before = (double)resumption.Epoch / value.Epochs;
            GoesOn(resumption, value.Epochs);
        }

        double epochs = value.Completed is null ? value.Epoch - 1 + ((double)value.Step / value.Steps) : value.Epoch;
        double part = (_done + (epochs / value.Epochs)) / runs;
        TimeSpan left = part > _before ? _watch.Elapsed * ((1 - part) / (part - _before)) : TimeSpan.Zero;
        Update(value, part, left);
    }

    /// <summary>Ends a run.</summary>
    /// <param name="result">What came of it, for people to read.</param>
    public void EndRun(string result)
    {
        _done++;
        Ended(result, (double)_done / runs);
    }

    /// <summary>Says what came of all runs together, where there were several.</summary>
    public void EndAll(string result)
    {
        if (runs > 1)
        {
            Ended(result, 1);
        }
    }

    /// <summary>Shows what a run has come to.</summary>
    protected abstract void Update(TrainingProgress progress, double part, TimeSpan left);

    /// <summary>Shows how many rows of a large file were read before training begins.</summary>
    protected virtual void Surveyed(long rows)
    {
    }

    /// <summary>Shows that a run goes on that was interrupted.</summary>
    protected virtual void GoesOn(TrainingResumption resumption, int epochs)
    {
    }

    /// <summary>Shows what came of a run.</summary>
    protected abstract void Ended(string result, double part);
}
