namespace SigProp.TorchSharp.Losses;

/// <summary>A loss, as long as its graph lives, and how well the rows were answered in all.</summary>
/// <param name="Mean">The mean over the rows, a number.</param>
/// <param name="Score">The sum over the rows of 1 for a right answer, or of 1 - the squared error, a number.</param>
internal readonly record struct TorchLossValue(Tensor Mean, Tensor Score);
