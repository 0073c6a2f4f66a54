namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>Work was told to end, did not, and goes on by itself.</summary>
internal sealed class AbandonedException() : OperationCanceledException("It could not be ended.");
