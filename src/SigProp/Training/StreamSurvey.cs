using System.Diagnostics;
using SigProp.Data;

namespace SigProp.Training;

/// <summary>The first pass over a stream: counts, measures and checks its rows, and keeps those that are held out in memory.</summary>
internal sealed class StreamSurvey(RowSource stream, TrainingOptions options, IProgress<TrainingProgress>? progress)
{
    /// <summary>Rows held out, at most: what they measure has by then a standard error of half a percent at the most, and they stay in memory.</summary>
    public const int MostHeldOut = 10_000;

    private const int FirstCapacity = 1024;
    private const int RowsBetweenPolls = 1024;
    private static readonly TimeSpan s_reportInterval = TimeSpan.FromMilliseconds(200);

    private readonly StreamFacts _facts = new(stream, options.Seed);
    private readonly RowBlock _row = new(1, stream.Width, stream.Outputs);
    private readonly RowBlock _kept = new(FirstCapacity, stream.Width, stream.Outputs);

    // Of the rows held out, the one with the largest random number comes first.
    private readonly PriorityQueue<int, ulong> _largest = new(Comparer<ulong>.Create((a, b) => b.CompareTo(a)));

    /// <summary>Reads all rows.</summary>
    /// <param name="validation">Rows to measure on; null where some are to be held out, as the options say.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public StreamRows Read(Dataset? validation, CancellationToken cancellationToken)
    {
        HeldOutRows heldOut = HeldOutRows.Part(validation is null ? options.ValidationFraction : 0, options.Seed);
        var clock = Stopwatch.StartNew();
        TimeSpan reported = clock.Elapsed;
        using var pass = new RowPass(stream);
        using StateChecksum? checksum = options.Checkpoint is null ? null : new StateChecksum();
        while (pass.Read(_row, 0))
        {
            checksum?.Visit(_row, 0);
            if (heldOut.Contains(_row.Numbers[0]))
            {
                heldOut = Keep(heldOut);
            }
            else
            {
                _facts.Add(_row, 0);
            }

            if (pass.Count % RowsBetweenPolls == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (progress is not null && clock.Elapsed - reported > s_reportInterval)
                {
                    reported = clock.Elapsed;
                    progress.Report(Progress(pass.Count, clock.Elapsed.TotalSeconds));
                }
            }
        }

        if (pass.Count > int.MaxValue)
        {
            throw new DataFormatException($"The stream holds {pass.Count} rows; no more than {int.MaxValue} can be learned from.");
        }

        _facts.AllRows = pass.Count;
        _facts.Checksum = checksum?.Take() ?? "";
        validation ??= _kept.ToDataset(stream);
        return new StreamRows(stream, heldOut, _facts, validation, [.. Enumerable.Range(0, validation.Count)]);
    }

    // Where there are too many, the one with the largest number is learned from after all, and with it all that come after it with one as large.
    private HeldOutRows Keep(HeldOutRows heldOut)
    {
        int place = _kept.Count;
        if (place == MostHeldOut)
        {
            ulong draw = heldOut.Draw(_row.Numbers[0]);
            _largest.TryPeek(out place, out ulong largest);
            if (draw > largest)
            {
                _facts.Add(_row, 0);
                return heldOut with { Limit = draw };
            }

            _facts.Add(_kept, place);
            _largest.Dequeue();
            heldOut = heldOut with { Limit = largest };
        }
        else
        {
            if (place == _kept.Capacity)
            {
                _kept.Grow(Math.Min(2 * place, MostHeldOut));
            }

            _kept.Count++;
        }

        _row.CopyTo(0, _kept, place);
        _largest.Enqueue(place, heldOut.Draw(_row.Numbers[0]));
        return heldOut;
    }

    private TrainingProgress Progress(long rows, double seconds) => new()
    {
        Epoch = 1,
        Epochs = options.Epochs,
        Step = 0,
        Steps = 1,
        ElapsedSeconds = seconds,
        Loss = 0,
        Accuracy = 0,
        RowsSurveyed = rows,
    };
}
