namespace SigProp.MLNet.AutoML;

/// <summary>How far a comparison is.</summary>
/// <param name="Candidate">The candidate under way.</param>
/// <param name="Trial">Its trial, from 1.</param>
/// <param name="Fold">The fold that was trained and tested just now, from 1.</param>
/// <param name="Folds">How many folds there are.</param>
/// <param name="Metric">What the fold reached by the metric that ranks.</param>
/// <param name="Elapsed">The time since the comparison began.</param>
public sealed record CompareTrainersProgress(string Candidate, int Trial, int Fold, int Folds, double Metric, TimeSpan Elapsed);
