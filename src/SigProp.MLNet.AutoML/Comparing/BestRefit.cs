using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.MLNet.AutoML.Comparing;

/// <summary>Trains the best candidate on all rows.</summary>
/// <param name="context">The caller's context.</param>
/// <param name="labels">The labels.</param>
/// <param name="columns">The columns that trainers read.</param>
/// <param name="clock">The budget: there is as much time again as for all trials.</param>
/// <param name="seed">The seed of the trainer.</param>
internal sealed class BestRefit(MLContext context, ComparedLabels labels, ComparisonColumns columns, TrialClock clock, int seed)
{
    /// <summary>Trains it; where that fails the model is the one of its first fold.</summary>
    /// <param name="best">The candidate.</param>
    /// <param name="recipe">How features are made.</param>
    /// <param name="foldOf">The fold of each row, -1 for those without a label.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The model with the making of features, and why it was not trained on all rows; null where it was.</returns>
    public (ITransformer Model, string? Problem) Run(Contender best, FeatureRecipe recipe, int[] foldOf, CancellationToken stop)
    {
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        string? problem = null;
        ITransformer model = best.Best!.FirstModel;
        try
        {
            stop.ThrowIfCancellationRequested();
            var rows = new RowSubset(labels.Data, [.. foldOf.Select(f => f >= 0)]);
            ITransformer featurizer = recipe.Create(new MLContext(seed)).Fit(rows);
            IDataView features = context.Data.Cache(featurizer.Transform(rows), columns.Label, columns.Features);
            if (clock.Time is TimeSpan time)
            {
                limited.CancelAfter(TrialClock.ForTimer(time));
            }

            ITransformer trained = Patience.Run(() => TrialRunner.Fit(best, best.Best.Setting, features, seed, limited.Token), limited.Token);
            model = new TransformerChain<ITransformer>(featurizer, trained);
        }
        catch (Exception exception)
        {
            // The model of the first fold is finished, and stays; so does all that was found out.
            problem = stop.IsCancellationRequested ? "The comparison was cancelled."
                : limited.IsCancellationRequested
                    ? string.Create(CultureInfo.InvariantCulture, $"It did not finish in another {clock.Time!.Value.TotalSeconds:0.###} s; give more time.")
                : Patience.MessageOf(exception);
        }

        if (labels.IsMadeKey)
        {
            IDataView scored = model.Transform(labels.Data);
            model = new TransformerChain<ITransformer>(model, context.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(scored));
        }

        if (labels.Texts is (string no, string yes))
        {
            model = new TransformerChain<ITransformer>(model, TwoTexts.TurnBack(context, model.Transform(labels.Data), no, yes));
        }

        return (model, problem);
    }
}
