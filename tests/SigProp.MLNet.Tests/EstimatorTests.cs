using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.Tests;

/// <summary>One workout for every trainer of several classes: what derives from this runs once for each.</summary>
/// <param name="trainer">The trainer's name, as <see cref="MLContext"/> offers it.</param>
public abstract class EstimatorTests(string trainer)
{
    public const string Layers = "SignalPropagation";
    public const string Spikes = "SpikingSigProp";
    public const string States = "ContinuousEP";

    internal static readonly string[] All = [Layers, Spikes, States];

    private protected MLContext Context { get; } = new(seed: 1);

    private protected SignalPropagationTrainerBase<SignalPropagationPredictionTransformer, SignalPropagationModelParameters> Trainer(
        string label, string features = "Features", Action<NetworkTrainerOptions>? change = null, MLContext? context = null)
        => Blobs.TrainerOf(context ?? Context, trainer, label, features, change);
}
