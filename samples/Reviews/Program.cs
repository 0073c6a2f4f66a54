using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace SigProp.Samples.Reviews;

/// <summary>Is a review good or bad? Text goes through ML.NET's FeaturizeText into a network.</summary>
internal static class Program
{
    private static readonly string[] s_things = ["soup", "fish", "bread", "service", "music", "view", "wine", "dessert", "room", "staff", "coffee", "price"];
    private static readonly string[] s_good = ["good", "great", "lovely", "fresh", "friendly", "fair", "warm", "perfect"];
    private static readonly string[] s_bad = ["bad", "awful", "cold", "stale", "rude", "slow", "loud", "dreadful"];
    private static readonly string[] s_ends = ["We will come back", "Never again", "It was a Tuesday", "My sister was with me", "It rained all evening"];

    private sealed class Review
    {
        public string Text { get; set; } = "";

        public bool Label { get; set; }
    }

    private sealed class Answer
    {
        public bool PredictedLabel { get; set; }

        public float Probability { get; set; }
    }

    public static int Main()
    {
        var context = new MLContext(seed: 1);
        IDataView train = context.Data.LoadFromEnumerable(Reviews(4000, seed: 1)), test = context.Data.LoadFromEnumerable(Reviews(1000, seed: 2));

        // Words and pairs of words, each a feature: a pair tells "not good" from "good".
        var text = context.Transforms.Text.FeaturizeText(
            "Features",
            new Microsoft.ML.Transforms.Text.TextFeaturizingEstimator.Options
            {
                CharFeatureExtractor = null,
                WordFeatureExtractor = new() { NgramLength = 2, UseAllLengths = true },
            },
            nameof(Review.Text));
        ITransformer model = Train(context, "Signal propagation", text.Append(context.BinaryClassification.Trainers.SignalPropagation()), train, test);
        Train(context, "SDCA (linear)", text.Append(context.BinaryClassification.Trainers.SdcaLogisticRegression()), train, test);

        using var engine = context.Model.CreatePredictionEngine<Review, Answer>(model);
        foreach (string review in (string[])["The soup was not cold and the staff was friendly. It rained all evening.", "The room was lovely, the service was not good and the coffee was cold. Never again."])
        {
            Answer answer = engine.Predict(new Review { Text = review });
            Print($"{(answer.PredictedLabel ? "good" : "bad "),-4} ({answer.Probability:F2})  {review}");
        }

        return 0;
    }

    private static ITransformer Train(MLContext context, string name, IEstimator<ITransformer> pipeline, IDataView train, IDataView test)
    {
        ITransformer model = pipeline.Fit(train);
        CalibratedBinaryClassificationMetrics metrics = context.BinaryClassification.Evaluate(model.Transform(test));
        Print($"{name,-20} accuracy {metrics.Accuracy:F3}, AUC {metrics.AreaUnderRocCurve:F3}");
        return model;
    }

    /// <summary>Made up: three remarks, each of which praises or complains, now and then by the opposite of the opposite; the more frequent one
    /// is what the review says.</summary>
    private static List<Review> Reviews(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            int praise = 0;
            string[] remarks = [.. Enumerable.Range(0, 3).Select(_ =>
            {
                bool isGood = random.Next(2) == 0, isNegated = random.Next(3) == 0;
                praise += isGood ? 1 : -1;
                string[] words = isGood == isNegated ? s_bad : s_good;
                return $"the {s_things[random.Next(s_things.Length)]} was {(isNegated ? "not " : "")}{words[random.Next(words.Length)]}";
            })];
            string text = $"{string.Join(random.Next(2) == 0 ? ", " : " and ", remarks)}. {s_ends[random.Next(s_ends.Length)]}.";
            return new Review { Text = char.ToUpperInvariant(text[0]) + text[1..], Label = praise > 0 };
        })];
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}

// Prints, on a machine with 2 cores (seconds differ from machine to machine, the last digits between processor families):
//
// Signal propagation   accuracy 1.000, AUC 1.000
// SDCA (linear)        accuracy 0.995, AUC 1.000
// good (1.00)  The soup was not cold and the staff was friendly. It rained all evening.
// bad  (0.00)  The room was lovely, the service was not good and the coffee was cold. Never again.
