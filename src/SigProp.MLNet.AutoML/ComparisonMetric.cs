namespace SigProp.MLNet.AutoML;

/// <summary>By what trainers are ranked.</summary>
public enum ComparisonMetric
{
    /// <summary>The part of the rows that is predicted right; of classes.</summary>
    Accuracy,

    /// <summary>The mean over the classes of the part of each that is predicted right; of several classes.</summary>
    MacroAccuracy,

    /// <summary>The mean of -ln p, p the probability given to the right class; of classes. Less is better.</summary>
    LogLoss,

    /// <summary>The probability that a row that is true scores above one that is false; of two classes.</summary>
    AreaUnderRocCurve,

    /// <summary>The harmonic mean of precision and recall of what is true; of two classes.</summary>
    F1Score,

    /// <summary>1 less the squared error's part of the label's variance; of numbers.</summary>
    RSquared,

    /// <summary>The root of the mean squared error; of numbers. Less is better.</summary>
    RootMeanSquaredError,

    /// <summary>The mean absolute error; of numbers. Less is better.</summary>
    MeanAbsoluteError,
}
