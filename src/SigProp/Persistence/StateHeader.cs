using System.Text.Json.Serialization;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Persistence;

/// <summary>All of a training state but the moments' values.</summary>
internal sealed record StateHeader
{
    public required LearningRuleKind Rule { get; init; }

    public required OptimizerSpec Optimizer { get; init; }

    public required int Epochs { get; init; }

    public required IReadOnlyList<LearnerHeader> Learners { get; init; }

    public static StateHeader? Of(TrainingState? state) => state is null ? null : new StateHeader
    {
        Rule = state.Rule,
        Optimizer = state.Optimizer,
        Epochs = state.Epochs,
        Learners = [.. state.Learners.Select(l => new LearnerHeader { Steps = l.Steps, Parameters = [.. l.Parameters] })],
    };

    /// <summary>All moments, in the order in which they are saved; none of no state.</summary>
    public static IEnumerable<(string Name, float[] Values)> Moments(TrainingState? state) => state?.Learners.SelectMany(l => l.Moments()) ?? [];

    /// <summary>The first moments that no optimizer has; null where all are sound.</summary>
    public static string? FirstUnsound(TrainingState? state)
    {
        string? notFinite = Moments(state).FirstOrDefault(m => Guard.FirstNotFinite(m.Values) >= 0).Name;

        // Second moments are means of squares.
        return notFinite ?? state?.Learners.SelectMany(l => l.Second.Zip(l.Parameters))
            .Where(pair => pair.First.Any(v => v < 0)).Select(pair => $"{pair.Second.Name} (second moments)").FirstOrDefault();
    }

    /// <summary>What makes no sense with <paramref name="network"/>, a sentence; null where all is sound. Nothing is allocated for a state before.</summary>
    public string? MisfitOf(Network network)
    {
        var errors = new List<string>();
        Optimizer.Validate(errors);
        if (!Enum.IsDefined(Rule) || Epochs < 0 || Learners.Any(l => l is null || l.Steps < 0 || l.Parameters.Contains(null!)))
        {
            errors.Add("Its training state makes no sense.");
        }

        if (errors.Count > 0)
        {
            return string.Join(" ", errors);
        }

        HashSet<TensorInfo> tensors = [.. network.Tensors];
        return Learners.SelectMany(l => l.Parameters).All(tensors.Remove) ? null : "Its training state is that of another network.";
    }

    /// <summary>How many numbers the moments are.</summary>
    [JsonIgnore]
    public long MomentCount => Optimizer.CreateRule().StateSlots * Learners.SelectMany(l => l.Parameters).Sum(p => (long)p.Rows * p.Columns);

    /// <summary>The state, its moments 0.</summary>
    public TrainingState Create()
    {
        int slots = Optimizer.CreateRule().StateSlots;
        return new TrainingState(Rule, Optimizer, Epochs, [.. Learners.Select(l => new OptimizerState(l.Parameters, slots) { Steps = l.Steps })]);
    }
}
