namespace SigProp.MLNet.AutoML;

/// <summary>The columns that a candidate's trainer reads.</summary>
/// <param name="Label">The label: Boolean for two classes, a key for several, Single for numbers.</param>
/// <param name="Features">The features: a vector of Single of known size, without missing values.</param>
public sealed record ComparisonColumns(string Label, string Features);
