using Microsoft.ML.Data;

namespace SigProp.MLNet;

/// <summary>What the columns of a multiclass model are called.</summary>
/// <param name="Score">The probabilities.</param>
/// <param name="PredictedLabel">The most probable class.</param>
/// <param name="Depth">The layer that answered.</param>
internal sealed record ClassColumnNames(string Score, string PredictedLabel, string Depth)
{
    /// <summary>ML.NET's names.</summary>
    public static ClassColumnNames Usual { get; } = new(DefaultColumnNames.Score, DefaultColumnNames.PredictedLabel, OutputColumns.Depth);
}
