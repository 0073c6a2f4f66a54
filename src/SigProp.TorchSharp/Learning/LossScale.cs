namespace SigProp.TorchSharp.Learning;

/// <summary>The factor of a layer's loss that keeps small gradients from vanishing in numbers of 16 bits with 5 of exponent (Micikevicius et al. 2018): halved where
/// a gradient overflows, doubled after so many steps without. A layer learns by itself, and so has a scale of its own.</summary>
internal sealed class LossScale
{
    private const int StepsToGrow = 2000;
    private const double Most = 1 << 24;

    private double _finite;
    private double _value = 65536;

    /// <summary>The factor of the next step's loss.</summary>
    public double Value => _value;

    /// <summary>The epoch's steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Those of them that were left out, for their gradients overflowed.</summary>
    public int Skipped { get; private set; }

    /// <summary>An epoch begins.</summary>
    public void BeginEpoch() => (Steps, Skipped) = (0, 0);

    /// <summary>Counts a step, whose gradients were finite or not.</summary>
    public void Count(bool isFinite)
    {
        Steps++;
        Skipped += isFinite ? 0 : 1;
    }

    /// <summary>Counts a step, and takes in whether the gradients were finite.</summary>
    public void Update(bool isFinite)
    {
        Count(isFinite);
        _finite = isFinite ? _finite + 1 : 0;
        if (!isFinite)
        {
            // From 1 on there is nothing to win: then it is the loss that diverges.
            _value = Math.Max(1, _value / 2);
        }
        else if (_finite >= StepsToGrow)
        {
            (_finite, _value) = (0, Math.Min(Most, _value * 2));
        }
    }

    /// <summary>Shows everything but the epoch's counts: a run goes on with a new epoch.</summary>
    public void Walk(Numerics.StateWalk walk)
    {
        walk.Visit(ref _value);
        walk.Visit(ref _finite);
    }
}
