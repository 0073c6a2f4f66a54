namespace SigProp.Learning;

/// <summary>Watches whether the nudge still reaches the hidden states of a continuous network: where it does not, nothing is learned any more.</summary>
/// <remarks>A layer's response is the mean |s^beta - s^0| over what the nudge is made of, |beta| times the mean |y* - o|: a network that has learned
/// its rows has small changes, and errors as small. On MNIST it is about 0.2 in a layer that learns and 1e-6 in most batches of one that died. Single
/// batches of a dead layer may still respond, so that most batches decide, not all.</remarks>
internal sealed class VitalSigns(int layers)
{
    /// <summary>A response below which a layer learns nothing from a batch.</summary>
    public const double LeastResponse = 1e-3;

    /// <summary>Batches after which is decided.</summary>
    public const int Window = 50;

    /// <summary>Batches of a window without a response from which on a layer is called dead.</summary>
    public const int MostSilent = 40;

    private readonly double[] _responses = new double[layers];
    private readonly int[] _silent = new int[layers];
    private readonly int[] _died = new int[layers];
    private int _steps;

    /// <summary>The response of each hidden layer in the last step.</summary>
    public IReadOnlyList<double> Responses => _responses;

    /// <summary>A sentence for each layer that is dead now, with a remedy.</summary>
    public IReadOnlyList<string> Warnings => [.. Enumerable.Range(0, layers).Where(i => _died[i] > 0).Select(i =>
        $"layer{i + 1} has died: since about step {_died[i]} the nudge hardly moves its states (mean |s^beta - s^0| below {LeastResponse} of |Beta| times "
        + "the output's error), and it learns nothing. States are stuck at 0 or 1, or the loop brings nothing back. Start afresh with a Beta nearer 1, a smaller "
        + "LoopLearningRate, about that of the output, a smaller first LearningRate, such as 0.2, or weights of the loop of a smaller scale.")];

    /// <summary>Takes in what a step did to a hidden layer.</summary>
    /// <param name="layer">The layer, from 0.</param>
    /// <param name="change">The mean |s^beta - s^0|.</param>
    /// <param name="nudge">|beta| times the mean |y* - o|.</param>
    public void Observe(int layer, double change, double nudge)
    {
        _responses[layer] = nudge > 0 ? change / nudge : double.PositiveInfinity;
        _silent[layer] += _responses[layer] < LeastResponse ? 1 : 0;
    }

    /// <summary>A step is over.</summary>
    public void EndStep()
    {
        _steps++;
        for (int i = 0; i < layers && _steps % Window == 0; i++)
        {
            bool isDead = _silent[i] >= MostSilent;
            _died[i] = !isDead ? 0 : _died[i] > 0 ? _died[i] : _steps - Window + 1;
            _silent[i] = 0;
        }
    }
}
