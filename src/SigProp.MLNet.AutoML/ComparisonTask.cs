namespace SigProp.MLNet.AutoML;

/// <summary>What the label is, and so which trainers can be compared.</summary>
public enum ComparisonTask
{
    /// <summary>One of two classes; a Boolean label, or a text of two values: of these <c>Yes</c>, <c>True</c> or <c>1</c>, however written, is true, else
    /// the later in ordinal order.</summary>
    Binary,

    /// <summary>One of several classes; a label of any kind that a key can be made of.</summary>
    Multiclass,

    /// <summary>A number.</summary>
    Regression,
}
