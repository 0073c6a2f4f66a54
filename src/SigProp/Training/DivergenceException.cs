namespace SigProp.Training;

/// <summary>A loss or a parameter has become NaN or infinite; the message names where and what to try.</summary>
public sealed class DivergenceException : InvalidOperationException
{
    internal DivergenceException(string learner, string quantity, double value, int epoch, int step)
        : base($"Training diverged: {quantity} of {learner} became {value} in epoch {epoch}, step {step}. "
            + "Try a smaller learning rate, a GradientClipNorm such as 1, or standardised features.")
    {
        Learner = learner;
        Epoch = epoch;
        Step = step;
    }

    /// <summary>Whose loss or parameter it was: <c>layer1</c>, ..., <c>targets</c> or <c>head</c>.</summary>
    public string Learner { get; }

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The step in the epoch, from 1.</summary>
    public int Step { get; }
}
