namespace SigProp.TorchSharp.Learning;

/// <summary>The factor of a layer's loss that keeps small gradients from vanishing in numbers of 16 bits with 5 of exponent (Micikevicius et al. 2018): halved where
/// a gradient overflows, doubled after so many steps without. A layer learns by itself, and so has a scale of its own.</summary>
internal sealed class LossScale
{
    private const int StepsToGrow = 2000;
    private const double Most = 1 << 24;

    private double _steps;
    private double _value = 65536;

    /// <summary>The factor of the next step's loss.</summary>
    public double Value => _value;

    /// <summary>Takes in whether the gradients were finite.</summary>
    public void Update(bool isFinite)
    {
        _steps = isFinite ? _steps + 1 : 0;
        if (!isFinite)
        {
            // From 1 on there is nothing to win: then it is the loss that diverges.
            _value = Math.Max(1, _value / 2);
        }
        else if (_steps >= StepsToGrow)
        {
            (_steps, _value) = (0, Math.Min(Most, _value * 2));
        }
    }

    /// <summary>Shows everything.</summary>
    public void Walk(Numerics.StateWalk walk)
    {
        walk.Visit(ref _value);
        walk.Visit(ref _steps);
    }
}
