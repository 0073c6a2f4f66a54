namespace SigProp.Losses;

/// <summary>A loss over a batch: its weighted mean, and a score summed over the rows, each of which counts once.</summary>
/// <param name="Mean">(1/n) sum_i w_i l_i.</param>
/// <param name="Score">For classes, how many rows were right; for regression, the sum of 1 - the squared error of the standardised value,
/// whose mean is R2.</param>
internal readonly record struct LossValue(double Mean, double Score);
