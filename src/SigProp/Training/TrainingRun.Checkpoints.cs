using System.Diagnostics;
using SigProp.Numerics;
using SigProp.Optimizers;

namespace SigProp.Training;

/// <content>What is written down between epochs, and read again by a run that goes on. All randomness is a function of seed, epoch and step, and needs none of it.</content>
internal sealed partial class TrainingRun
{
    private readonly Stopwatch _sinceCheckpoint = new();
    private double _secondsBefore;
    private long _samplesBefore;

    /// <summary>Trains, from the last checkpoint on where there is one.</summary>
    /// <exception cref="CheckpointException">The checkpoints are those of another run, or damaged, or in use.</exception>
    public TrainingResult Execute(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using CheckpointStore? store = _options.Checkpoint is CheckpointOptions checkpoint ? new CheckpointStore(checkpoint) : null;
        _elapsed.Start();
        RunFingerprint? fingerprint = store is null ? null : Fingerprint();
        if (store?.Find(fingerprint!, out CheckpointHeader? header, out IReadOnlyList<string> problems) is string file)
        {
            Resume(file, header!);
            progress?.Report(new TrainingProgress
            {
                Epoch = header!.Epoch,
                Epochs = _last,
                Step = _source.Steps,
                Steps = _source.Steps,
                ElapsedSeconds = _elapsed.Elapsed.TotalSeconds,
                Loss = header.Epochs[^1].Training[^1].Loss,
                Accuracy = header.Epochs[^1].Training[^1].Accuracy,
                Resumed = new TrainingResumption(header.Epoch, file, problems),
            });
        }

        _sinceCheckpoint.Start();
        try
        {
            TrainingResult result = Train(epoch => Keep(store, fingerprint!, epoch), progress, cancellationToken);
            if (result.Report.StopReason != StopReason.Cancelled)
            {
                store?.Clear();
            }

            return result;
        }
        catch (DivergenceException)
        {
            // It would diverge again.
            store?.Clear();
            throw;
        }
    }

    private RunFingerprint Fingerprint()
    {
        using var checksum = new StateChecksum();
        foreach (Parameter leaf in _network.Leaves)
        {
            checksum.Visit(leaf.Values);
        }

        foreach (LayerOptimizer optimizer in _rule.Optimizers)
        {
            optimizer.State.Walk(checksum);
        }

        string start = checksum.Take();
        _rows.SumUp(checksum);
        string data = checksum.Take();
        if (_rows.ValidationRows.Length > 0)
        {
            checksum.Visit(_rows.Validation);
            checksum.Visit(_rows.ValidationRows);
        }

        return new RunFingerprint
        {
            Network = _network.Spec,
            Options = _options,
            Device = _backend.RoundingOf(_options),
            Start = start,
            FirstEpoch = _first,
            Rows = _rows.Count,
            ValidationRows = _rows.ValidationRows.Length,
            Data = data,
            Validation = checksum.Take(),
        };
    }

    private void Keep(CheckpointStore? store, RunFingerprint fingerprint, int epoch)
    {
        CheckpointOptions? options = _options.Checkpoint;
        if (store is null || (epoch - _first) % options!.EveryEpochs != 0 || _sinceCheckpoint.Elapsed < options.Interval)
        {
            return;
        }

        store.Write(
            new CheckpointHeader
            {
                Run = fingerprint,
                Epoch = epoch,
                BestEpoch = _bestEpoch,
                BestLoss = _bestLoss,
                Samples = _samples,
                Seconds = LearningSeconds,
                Epochs = _epochs,
            },
            walk => Walk(walk, epoch));
        _sinceCheckpoint.Restart();
    }

    private void Resume(string file, CheckpointHeader header)
    {
        (_bestEpoch, _bestLoss, _done) = (header.BestEpoch, header.BestLoss, (header.Epoch, _source.Steps));
        (_samples, _samplesBefore, _secondsBefore) = (header.Samples, header.Samples, header.Seconds);
        _epochs.AddRange(header.Epochs);
        CheckpointFile.Fill(file, walk => Walk(walk, header.Epoch));
        _rule.Half?.GoOn(_context);
        _network.ForgetPacked();
        if (_bestEpoch == header.Epoch)
        {
            SwapAverages();
            _best!.Take();
            SwapAverages();
        }
    }

    /// <summary>Everything that steps change; the best network only where it is not the last one.</summary>
    private void Walk(StateWalk walk, int epoch)
    {
        IReadOnlyList<Parameter> half = _rule.Half?.Parameters ?? [];
        foreach (Parameter leaf in _network.Leaves.Except(half).Concat(_rule.Auxiliaries))
        {
            walk.Visit(leaf.Values);
        }

        foreach (LayerOptimizer optimizer in (_rule.Half is null ? _rule.Optimizers : []).Concat(_rule.AuxiliaryOptimizers))
        {
            optimizer.State.Walk(walk);
        }

        foreach (WeightAverage average in _averages)
        {
            average.Walk(walk);
        }

        _rule.Half?.Walk(walk);
        _rule.WalkMemory(walk);
        if (_bestEpoch > 0 && _bestEpoch != epoch)
        {
            _best!.Walk(walk);
        }
    }
}
