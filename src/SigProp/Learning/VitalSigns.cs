using System.Globalization;
using SigProp.Numerics;

namespace SigProp.Learning;

/// <summary>Watches whether the nudge still reaches the states of a continuous network: where it does not, little or nothing is learned any more.</summary>
/// <remarks>A layer's response is the mean |s^beta - s^0| over what the nudge is made of, |beta| times the mean |y* - o|, each summed over as many
/// batches: 0.1 to 1 in networks that learn, from the first batches to the last, and at most 0.005 in those that have died. Batches without
/// errors to speak of say nothing.</remarks>
/// <param name="layers">Hidden layers.</param>
/// <param name="outputs">Units of the output.</param>
internal sealed class VitalSigns(int layers, int outputs)
{
    /// <summary>A response below which a layer hardly learns.</summary>
    public const double LeastResponse = 0.01;

    /// <summary>Batches of a response.</summary>
    public const int Batches = 50;

    /// <summary>The sum of a row's errors below which a batch is passed over; a dead network's is about 1.</summary>
    private const double LeastError = 0.1;

    private const string HiddenRemedy = "States are stuck at 0 or 1, or the loop brings nothing back. Start afresh with a Beta nearer 1, more NudgedSteps, a smaller "
        + "LoopLearningRate, about that of the output, a smaller first LearningRate, such as 0.2, or weights of the loop of a smaller scale.";

    private const string OutputRemedy = "Its states are stuck at 0 or 1, and the nudge pushes them there. Start afresh with the BetaSign Random or Positive, or "
        + "smaller LearningRates.";

    private readonly double[] _changes = new double[layers + 1];
    private readonly double[] _nudges = new double[layers + 1];
    private readonly int[] _batches = new int[layers + 1];
    private readonly double[] _responses = new double[layers + 1];
    private readonly int[] _died = new int[layers + 1];
    private int _steps;

    /// <summary>The last response of each hidden layer; 0 before there is one.</summary>
    public IReadOnlyList<double> Responses => _responses[..^1];

    /// <summary>A sentence for each layer that has died, with a remedy.</summary>
    public IReadOnlyList<string> Warnings => [.. Enumerable.Range(0, layers + 1).Where(i => _died[i] > 0).Select(i => string.Create(CultureInfo.InvariantCulture,
        $"{(i < layers ? $"layer{i + 1}" : "the output")} has died: since step {_died[i]} the nudge hardly moves its states (mean |s^beta - s^0| below {LeastResponse} of |beta| times the "
        + $"output's error), and it learns little or nothing. {(i < layers ? HiddenRemedy : OutputRemedy)}"))];

    /// <summary>Takes note of a batch.</summary>
    /// <param name="layer">The layer, from 0; the output comes after the hidden ones.</param>
    /// <param name="change">The mean |s^beta - s^0|.</param>
    /// <param name="beta">The nudge's strength.</param>
    /// <param name="error">The mean |y* - o|.</param>
    public void Observe(int layer, double change, double beta, double error)
    {
        if (error * outputs < LeastError)
        {
            return;
        }

        _changes[layer] += change;
        _nudges[layer] += Math.Abs(beta) * error;
        if (++_batches[layer] < Batches)
        {
            return;
        }

        _responses[layer] = _changes[layer] / _nudges[layer];
        _died[layer] = _responses[layer] >= LeastResponse ? 0 : _died[layer] > 0 ? _died[layer] : Math.Max(1, _steps + 2 - Batches);
        _changes[layer] = _nudges[layer] = 0;
        _batches[layer] = 0;
    }

    /// <summary>Shows everything.</summary>
    public void Walk(StateWalk walk)
    {
        walk.Visit(_changes);
        walk.Visit(_nudges);
        walk.Visit(_batches);
        walk.Visit(_responses);
        walk.Visit(_died);
        walk.Visit(ref _steps);
    }

    /// <summary>All layers of a batch were seen.</summary>
    public void EndStep() => _steps++;
}
