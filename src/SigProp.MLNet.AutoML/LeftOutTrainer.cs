namespace SigProp.MLNet.AutoML;

/// <summary>A candidate that has no result.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record LeftOutTrainer(string Name, string Reason);
