namespace SigProp.Losses;

/// <summary>A loss over a batch: its mean, and how many rows were right.</summary>
internal readonly record struct LossValue(double Mean, int Correct);
