using SigProp.Losses;

namespace SigProp.Training;

/// <summary>Sums the losses of an epoch's steps, and stops a run that diverges.</summary>
internal sealed class RunningLosses(IReadOnlyList<string> names)
{
    private readonly LossValue[] _step = new LossValue[names.Count];
    private readonly double[] _sums = new double[names.Count];
    private readonly double[] _scores = new double[names.Count];
    private int _rows;

    /// <summary>Where a step writes its losses.</summary>
    public Span<LossValue> Step => _step;

    /// <summary>The last learner's mean loss so far.</summary>
    public double Loss => _sums[^1] / _rows;

    /// <summary>The last learner's accuracy so far.</summary>
    public double Accuracy => _scores[^1] / _rows;

    public void Clear()
    {
        Array.Clear(_sums);
        Array.Clear(_scores);
        _rows = 0;
    }

    /// <summary>Adds the losses of a step.</summary>
    /// <exception cref="DivergenceException">One of them is NaN or infinite.</exception>
    public void Add(int rows, int epoch, int step)
    {
        for (int i = 0; i < _step.Length; i++)
        {
            if (!double.IsFinite(_step[i].Mean))
            {
                throw new DivergenceException(names[i], "the loss", _step[i].Mean, epoch, step);
            }

            _sums[i] += _step[i].Mean * rows;
            _scores[i] += _step[i].Score;
        }

        _rows += rows;
    }

    public IReadOnlyList<AnswerReport> Report()
        => [.. names.Select((name, i) => new AnswerReport(name, _sums[i] / _rows, _scores[i] / _rows))];
}
