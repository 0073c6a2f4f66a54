namespace SigProp.Optimizers;

/// <summary>What a schedule multiplies the learning rate by.</summary>
internal static class ScheduleFactor
{
    private static readonly double[] s_drops = [0.50, 0.75, 0.89, 0.94];

    /// <param name="schedule">The schedule.</param>
    /// <param name="epoch">The epoch, from 0.</param>
    /// <param name="epochs">How many there will be.</param>
    /// <param name="progress">The part of the epoch already done, in [0, 1).</param>
    public static float At(LearningRateSchedule schedule, int epoch, int epochs, double progress)
    {
        switch (schedule)
        {
            case LearningRateSchedule.Step:
                double factor = 1;
                foreach (double drop in s_drops)
                {
                    factor *= epoch >= drop * epochs ? 0.25 : 1;
                }

                return (float)factor;
            case LearningRateSchedule.Cosine:
                return (float)(0.5 * (1 + Math.Cos(Math.PI * (epoch + progress) / epochs)));
            default:
                return 1f;
        }
    }
}
