using System.Text.Json.Serialization;
using SigProp.Data;

namespace SigProp;

/// <summary>What rows held out have shown about a network's probabilities; saved with it. A list that a file leaves out is empty.</summary>
internal sealed record NetworkCalibration
{
    /// <summary>What the scores of each exit, and last those of the head, are divided by before the softmax (Guo et al. 2017); empty for 1.</summary>
    public IReadOnlyList<float> Temperatures { get; init => field = value ?? []; } = [];

    /// <summary>For regression by bins: the level to ask a predictive distribution for, for each nominal level; empty where nothing is known.</summary>
    public IReadOnlyList<float> Levels { get; init => field = value ?? []; } = [];

    /// <summary>What an interval is widened by, for each coverage.</summary>
    public IReadOnlyList<float> Margins { get; init => field = value ?? []; } = [];

    /// <summary>The edges of the bins and of the tails beyond, standardised.</summary>
    public IReadOnlyList<float> Edges { get; init => field = value ?? []; } = [];

    /// <summary>For regression; null where nothing is known.</summary>
    [JsonIgnore]
    public Calibration? Levelled => Levels.Count > 0 ? new Calibration([.. Levels], [.. Edges], [.. Margins]) : null;

    /// <summary>This calibration, which is one of <paramref name="network"/>.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public NetworkCalibration CheckedFor(Network network)
    {
        if (Temperatures.Count > network.LayerCount + 1 || !Temperatures.All(t => t > 0 && float.IsFinite(t)))
        {
            throw new ArgumentException("Temperatures are numbers above 0, one at most for each layer and the head.");
        }

        return Levelled is Calibration calibration && calibration.Edges.Length != network.Spec.Bins + 3
            ? throw new ArgumentException($"A calibration of {network.Spec.Bins} bins has {network.Spec.Bins + 3} edges.")
            : this;
    }

    /// <summary>What the scores of an answer, counted from 0, are divided by.</summary>
    public float TemperatureOf(int answer) => answer < Temperatures.Count ? Temperatures[answer] : 1f;
}
