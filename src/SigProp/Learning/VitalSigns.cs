namespace SigProp.Learning;

/// <summary>Watches whether the nudge still reaches the hidden states of a continuous network: where it does not, nothing is learned any more.</summary>
/// <remarks>A layer's response is the mean |s^beta - s^0| over what the nudge is made of, |beta| times the mean |y* - o|: a network that has learned
/// its rows has small changes, and errors as small.</remarks>
internal sealed class VitalSigns(int layers)
{
    /// <summary>A response below which a layer does not learn.</summary>
    public const double LeastResponse = 1e-4;

    /// <summary>Batches in a row after which a layer is called dead.</summary>
    public const int Batches = 50;

    private readonly double[] _responses = new double[layers];
    private readonly int[] _silent = new int[layers];
    private readonly int[] _died = new int[layers];
    private int _steps;

    public IReadOnlyList<double> Responses => _responses;

    /// <summary>A sentence for each layer that has died, with a remedy.</summary>
    public IReadOnlyList<string> Warnings => [.. Enumerable.Range(0, layers).Where(i => _died[i] > 0).Select(i =>
        $"layer{i + 1} has died: since step {_died[i]} the nudge has hardly moved its states (mean |s^beta - s^0| below {LeastResponse} of |beta| times the "
        + "output's error), and it learns nothing. Its states are stuck at 0 or 1. Try a smaller LoopLearningRate, about that of the output; a smaller "
        + "first LearningRate, such as 0.2; weights of the loop of a smaller scale; or a Beta nearer 1.")];

    public void Observe(int layer, double change, double nudge)
    {
        _responses[layer] = nudge > 0 ? change / nudge : double.PositiveInfinity;
        _silent[layer] = _responses[layer] < LeastResponse ? _silent[layer] + 1 : 0;
        if (_silent[layer] == 0)
        {
            _died[layer] = 0;
        }
        else if (_silent[layer] == Batches)
        {
            _died[layer] = _steps + 2 - Batches;
        }
    }

    public void EndStep() => _steps++;
}
