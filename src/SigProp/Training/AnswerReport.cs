namespace SigProp.Training;

/// <summary>How well one answer of the network does: an exit, or the head.</summary>
/// <param name="Name"><c>layer1</c>, <c>layer2</c>, ... or <c>head</c>.</param>
/// <param name="Loss">The mean cross-entropy, in nats; for regression the mean squared error of the standardised output.</param>
/// <param name="Accuracy">The part of the rows that were right, in [0, 1]; for regression 1 - the mean squared error of the standardised output: R2,
/// taken against the training rows' variance.</param>
public sealed record AnswerReport(string Name, double Loss, double Accuracy);
