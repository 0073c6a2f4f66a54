using SigProp.Training;

namespace SigProp.Comparison;

/// <summary>The end of an epoch.</summary>
public sealed record CurvePoint
{
    /// <summary>The epochs of a training run.</summary>
    /// <param name="report">Its report.</param>
    public static IReadOnlyList<CurvePoint> Of(TrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var points = new List<CurvePoint>();
        double seconds = 0;
        foreach (EpochReport epoch in report.Epochs)
        {
            // The last answer is the one that predicts; of numbers there is no accuracy.
            AnswerReport? answer = epoch.Validation.Count > 0 ? epoch.Validation[^1] : null;
            seconds += epoch.Seconds;
            points.Add(new CurvePoint
            {
                Epoch = epoch.Epoch,
                Seconds = seconds,
                TrainingLosses = [.. epoch.Training.Select(t => new NamedValue(t.Name, t.Loss))],
                ValidationAccuracy = answer?.Accuracy,
                ValidationLoss = answer?.Loss,
                Angles = [.. epoch.Angles.Select(a => new NamedValue(a.Name, a.Degrees))],
            });
        }

        return points;
    }

    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Seconds of learning since the beginning, without validation.</summary>
    public required double Seconds { get; init; }

    /// <summary>Each learner's running loss on the rows it learns from, by its name, the head last.</summary>
    public required IReadOnlyList<NamedValue> TrainingLosses { get; init; }

    /// <summary>Accuracy on the rows held out for validation, of the answer that predicts; null where none were held out, or for a regression.</summary>
    public double? ValidationAccuracy { get; init; }

    /// <summary>Loss on the rows held out for validation; null where none were.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The angles of a continuous network's weights in degrees (Fig 4); empty for others.</summary>
    public IReadOnlyList<NamedValue> Angles { get; init; } = [];
}
