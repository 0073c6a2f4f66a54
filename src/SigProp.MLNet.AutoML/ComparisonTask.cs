namespace SigProp.MLNet.AutoML;

/// <summary>What the label is, and so which trainers can be compared.</summary>
public enum ComparisonTask
{
    /// <summary>One of two classes; a Boolean label.</summary>
    Binary,

    /// <summary>One of several classes; a label of any kind that a key can be made of.</summary>
    Multiclass,

    /// <summary>A number.</summary>
    Regression,
}
