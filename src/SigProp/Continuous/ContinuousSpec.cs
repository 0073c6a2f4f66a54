namespace SigProp.Continuous;

/// <summary>Makes a network one of coupled states that change in continuous time and learn by a Hebbian rule (section V, Eq 13 and 14; Eq 11 and 12 in
/// the loop). The widths of the hidden states are those of the network's dense layers.</summary>
/// <remarks>
/// States s start at 0 and stay in [0, 1]. A step is s = clip(s + StepSize (u - s), 0, 1), all layers at once: u_1 = x W_1^T + b_1 + o L^T,
/// u_l = s_(l-1) W_l^T + b_l, and the output o alike. In the nudged phase, which begins where the free one ended, the drive of the output gains
/// 2 beta (y* - o). Then dW_l = rate_l / (beta n) (s_l^beta - s_l^0)^T s_(l-1)^0.
/// </remarks>
public sealed record ContinuousSpec
{
    private const int MostSteps = 1 << 16;

    /// <summary>How the output reaches the layers before it; default a loop that learns.</summary>
    public ContinuousFeedback Feedback { get; init; } = ContinuousFeedback.LearnedLoop;

    /// <summary>How far a step goes towards the drive, in (0, 1]; default 0.5.</summary>
    public float StepSize { get; init; } = 0.5f;

    /// <summary>Steps of the free phase, 1 to 65,536; null (default) for 20, and for 60 with <see cref="ContinuousFeedback.Symmetric"/> feedback to two or
    /// more hidden layers, whose states settle more slowly. An upper limit where <see cref="Tolerance"/> is above 0.</summary>
    public int? FreeSteps { get; init; }

    /// <summary>Steps of the nudged phase, 65,536 at most and at least 1 more than hidden layers, one of which the nudge passes a step; null (default) for 4 and 2 more a hidden layer, which the nudge must pass. An upper limit
    /// where <see cref="Tolerance"/> is above 0.</summary>
    public int? NudgedSteps { get; init; }

    /// <summary>Strength of the nudge, above or below 0, whose sign <see cref="BetaSign"/> may change; default 1. StepSize x (1 + 2 |Beta|) is at most 2, or
    /// steps would overshoot the target.</summary>
    public float Beta { get; init; } = 1f;

    /// <summary>The nudge's sign from batch to batch; default random.</summary>
    public BetaSign BetaSign { get; init; } = BetaSign.Random;

    /// <summary>Learning rates of the hidden layers in order, and last of the output, each above 0 and finite; null (default) for 0.2, halved from hidden
    /// layer to hidden layer down to 0.05, and 0.05 for the output.</summary>
    public IReadOnlyList<float>? LearningRates { get; init => field = value is null ? null : [.. value]; }

    /// <summary>Learning rate of the loop, above 0 and finite; default 0.05. Used by <see cref="ContinuousFeedback.LearnedLoop"/>.</summary>
    public float LoopLearningRate { get; init; } = 0.05f;

    /// <summary>A sample's phase ends when its states change by less than this in the mean of a step, and the nudge has had the steps to reach all layers;
    /// at least 0; 0 (default) for fixed numbers of steps. Above about 0.001 states are far from settled, and less is learned.</summary>
    public float Tolerance { get; init; }

    /// <summary>Whether a sample's free phase begins, from the second epoch on, where it ended an epoch before; default false. Needs memory for the states of
    /// all training rows. Prediction always begins at 0.</summary>
    public bool PersistentStates { get; init; }

    /// <summary>What the loop carries in the nudged phase; default the output.</summary>
    public LoopSignal LoopSignal { get; init; } = LoopSignal.Output;

    /// <summary>Whether <paramref name="other"/> says the same.</summary>
    public bool Equals(ContinuousSpec? other) => other is not null && Rest == other.Rest
        && (LearningRates ?? []).SequenceEqual(other.LearningRates ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => Rest.GetHashCode();

    /// <summary>Steps of the free phase in a network of so many hidden layers.</summary>
    /// <param name="hidden">Hidden layers.</param>
    public int EffectiveFreeSteps(int hidden) => FreeSteps ?? (Feedback == ContinuousFeedback.Symmetric && hidden > 1 ? 60 : 20);

    /// <summary>Steps of the nudged phase in a network of so many hidden layers.</summary>
    /// <param name="hidden">Hidden layers.</param>
    public int EffectiveNudgedSteps(int hidden) => NudgedSteps ?? (4 + (2 * hidden));

    /// <summary>The learning rate of a layer; that of the output comes after the hidden ones.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="hidden">Hidden layers.</param>
    public float RateOf(int layer, int hidden)
        => LearningRates?[layer] ?? (layer == hidden ? 0.05f : MathF.Max(0.05f, 0.2f * MathF.Pow(0.5f, layer)));

    /// <summary>Adds all that is wrong, a sentence each.</summary>
    internal void Validate(int hidden, List<string> errors)
    {
        RefuseUnknown(Feedback, nameof(Feedback), errors);
        RefuseUnknown(BetaSign, nameof(BetaSign), errors);
        RefuseUnknown(LoopSignal, nameof(LoopSignal), errors);
        if (!(StepSize > 0 && StepSize <= 1))
        {
            errors.Add($"Continuous: StepSize is {StepSize}; it must lie in (0, 1]: one of 0 moves nothing, and one above 1 overshoots the drive.");
        }

        if (FreeSteps < 1)
        {
            errors.Add($"Continuous: FreeSteps is {FreeSteps}; states need at least 1 step to settle.");
        }

        if (FreeSteps > MostSteps || NudgedSteps > MostSteps)
        {
            errors.Add($"Continuous: FreeSteps is {FreeSteps} and NudgedSteps {NudgedSteps}; neither can be above {MostSteps}.");
        }

        if (NudgedSteps < hidden + 1)
        {
            errors.Add($"Continuous: NudgedSteps is {NudgedSteps}; the nudge moves the output first and one more layer a step, so that {Hidden(hidden)} it needs "
                + $"at least {hidden + 1}.");
        }

        if (Beta == 0 || !float.IsFinite(Beta))
        {
            errors.Add($"Continuous: Beta is {Beta}; it must be finite and not 0, for without a nudge nothing is learned.");
        }
        else if (BetaSign != BetaSign.Negative && StepSize > 0 && StepSize <= 1 && StepSize * (1 + (2 * MathF.Abs(Beta))) > 2)
        {
            // The nudged output goes by 1 - StepSize (1 + 2 beta) from step to step.
            errors.Add($"Continuous: StepSize is {StepSize} and Beta is {Beta}; together they overshoot the target. The one times 1 more than twice the other is "
                + $"{StepSize * (1 + (2 * MathF.Abs(Beta)))}, and must be at most 2.");
        }

        if (LearningRates is not null && LearningRates.Count != hidden + 1)
        {
            errors.Add($"Continuous: LearningRates has {LearningRates.Count} {(LearningRates.Count == 1 ? "value" : "values")}; it needs {hidden + 1}, one for each hidden layer and one for the output.");
        }

        foreach (float rate in LearningRates ?? [])
        {
            RefuseRate(rate, "LearningRates holds", errors);
        }

        RefuseRate(LoopLearningRate, "LoopLearningRate is", errors);
        if (!(Tolerance >= 0 && float.IsFinite(Tolerance)))
        {
            errors.Add($"Continuous: Tolerance is {Tolerance}; it must be at least 0, where 0 means fixed numbers of steps.");
        }

        if (Feedback == ContinuousFeedback.Symmetric && LoopSignal != LoopSignal.Output)
        {
            errors.Add($"Continuous: LoopSignal is {LoopSignal}; with the feedback Symmetric there is no loop. Leave LoopSignal out.");
        }
    }

    private (ContinuousFeedback, float, int?, int?, float, BetaSign, float, (float, bool, LoopSignal, bool)) Rest
        => (Feedback, StepSize, FreeSteps, NudgedSteps, Beta, BetaSign, LoopLearningRate, (Tolerance, PersistentStates, LoopSignal, LearningRates is null));

    private static string Hidden(int hidden) => hidden == 1 ? "with 1 hidden layer" : $"with {hidden} hidden layers";

    private static void RefuseRate(float rate, string what, List<string> errors)
    {
        if (!(rate > 0 && float.IsFinite(rate)))
        {
            errors.Add($"Continuous: {what} {rate}; a learning rate must be above 0 and finite.");
        }
    }

    private static void RefuseUnknown<TEnum>(TEnum value, string name, List<string> errors)
        where TEnum : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            errors.Add($"Continuous: {name} {value:D} is unknown; choose {string.Join(", ", Enum.GetNames<TEnum>())}.");
        }
    }
}
