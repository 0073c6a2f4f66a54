using System.Globalization;
using System.Text;
using Microsoft.ML.Runtime;
using SigProp.Training;

namespace SigProp.MLNet;

/// <summary>Watches training for ML.NET: a line to the channel for each epoch, a warning where a layer dies, the user's progress, and an end where the host is
/// cancelled.</summary>
/// <param name="host">The trainer's host.</param>
/// <param name="channel">Takes the lines.</param>
/// <param name="measure">What the engine's accuracy is called for the task.</param>
/// <param name="progress">The user's own; null for none.</param>
internal sealed class TrainingMonitor(IHost host, IChannel channel, string measure, IProgress<TrainingProgress>? progress)
    : IProgress<TrainingProgress>
{
    private readonly HashSet<string> _warned = [];

    /// <exception cref="OperationCanceledException">The host was cancelled; the engine lets it through to the caller of Fit.</exception>
    public void Report(TrainingProgress value)
    {
        host.CheckAlive();
        if (value.Resumed is TrainingResumption resumption)
        {
            foreach (string warning in resumption.Warnings)
            {
                channel.Warning(warning);
            }

            channel.Info($"Goes on after epoch {resumption.Epoch} of {value.Epochs}, from {Path.GetDirectoryName(resumption.File)}");
        }

        if (value.Completed is EpochReport epoch)
        {
            channel.Info(Describe(epoch, value.Epochs));

            // What has died is told of once, though every epoch from then on reports it.
            foreach (string warning in epoch.Warnings.Where(w => _warned.Add(w.Split(':')[0])))
            {
                channel.Warning(warning);
            }
        }

        progress?.Report(value);
    }

    private string Describe(EpochReport epoch, int epochs)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Epoch {epoch.Epoch} of {epochs}: ");
        text.Append(CultureInfo.InvariantCulture, $"loss {epoch.Training[^1].Loss:F4}, {measure} {epoch.Training[^1].Accuracy:F4}");
        if (epoch.Validation.Count > 0)
        {
            AnswerReport validation = epoch.Validation[^1];
            text.Append(CultureInfo.InvariantCulture, $"; validation loss {validation.Loss:F4}, {measure} {validation.Accuracy:F4}");
        }

        return text.Append(CultureInfo.InvariantCulture, $"; {epoch.Seconds:F2} s").ToString();
    }
}
