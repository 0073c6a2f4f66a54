namespace SigProp.Learning;

/// <summary>Finds out in training itself which way to take steps is fastest: all ways give the same bits, so that no step is lost.</summary>
/// <param name="threads">Threads in all, at least 2.</param>
/// <param name="learners">Layers, and the head where it learns; at least 2.</param>
/// <param name="steps">Steps planned.</param>
/// <param name="stepsAnEpoch">Steps after which the pipeline runs empty, so that the network can be measured.</param>
internal sealed class PipelineTuner(int threads, int learners, long steps, int stepsAnEpoch)
{
    // A run that is over sooner is not worth threads of its own.
    private const double LeastSeconds = 3;

    // A pipeline takes more memory, and a measured lead may be luck: it must be faster by as much.
    private const double Gain = 0.93;

    // To run empty at an epoch's end costs as much as one group less than there are; and only steps before that can be measured.
    private const int StepsAnEpochPerGroup = 8;

    private int MostGroups => Math.Min(threads, learners);

    /// <summary>What <see cref="PipelineMode.On"/> does: measures the learners for a few steps and cuts them into as many groups as there can be.</summary>
    public IEnumerable<PipelineTrial> Always()
    {
        yield return PipelineTrial.InTurn(threads, enoughSteps: 2);
        PipelineTrial alone = PipelineTrial.InTurn(threads / MostGroups, enoughSteps: 4);
        yield return alone;
        yield return Cut(alone, MostGroups);
    }

    /// <summary>What <see cref="PipelineMode.Auto"/> does. Each way is measured before the next one is asked for; the last one is kept.</summary>
    public IEnumerable<PipelineTrial> WhereFaster()
    {
        PipelineTrial warm = PipelineTrial.InTurn(threads);
        yield return warm;
        if (warm.SecondsPerStep * steps < LeastSeconds || stepsAnEpoch < StepsAnEpochPerGroup * 2)
        {
            yield break;
        }

        PipelineTrial inTurn = PipelineTrial.InTurn(threads);
        yield return inTurn;
        PipelineTrial? best = null;
        for (int groups = MostGroups; groups >= 2; groups = (groups + 1) / 2)
        {
            if (stepsAnEpoch >= StepsAnEpochPerGroup * groups)
            {
                PipelineTrial alone = PipelineTrial.InTurn(threads / groups);
                yield return alone;
                PipelineTrial pipelined = Cut(alone, groups);
                yield return pipelined;
                best = best is null || Cost(pipelined) < Cost(best) ? pipelined : best;
            }

            if (groups == 2)
            {
                break;
            }
        }

        // Once more, lest what else runs on the machine decide.
        PipelineTrial inTurnAgain = PipelineTrial.InTurn(threads), bestAgain = new([.. best!.Starts], [.. best.Threads]);
        yield return inTurnAgain;
        yield return bestAgain;
        bool isFaster = Math.Min(Cost(best), Cost(bestAgain)) < Gain * Math.Min(Cost(inTurn), Cost(inTurnAgain));
        yield return isFaster ? bestAgain : inTurnAgain;
    }

    private PipelineTrial Cut(PipelineTrial alone, int groups)
    {
        int[] starts = PipelineBalance.Cut(alone.Costs, groups);
        return new PipelineTrial(starts, PipelineBalance.Share(alone.Costs, starts, threads));
    }

    // An epoch of n steps takes a pipeline of G groups as long as n + G - 1.
    private double Cost(PipelineTrial trial) => trial.SecondsPerStep * (1 + ((trial.Groups - 1) / (double)stepsAnEpoch));
}
