using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.MLNet.AutoML;

namespace SigProp.Samples.CompareTrainers;

/// <summary>Compares signal propagation with trainers of ML.NET on handwritten digits: a ranking, a page with charts, and the best model.</summary>
internal static class Program
{
    private sealed class Digit
    {
        [LoadColumn(0, 63), VectorType(64), ColumnName("Features")]
        public float[] Pixels { get; set; } = [];

        [LoadColumn(64)]
        public string Name { get; set; } = "";
    }

    private sealed class Answer
    {
        public string PredictedLabel { get; set; } = "";
    }

    public static int Main(string[] arguments)
    {
        var context = new MLContext(seed: 1);
        string file = Path.Combine(AppContext.BaseDirectory, "digits.csv");
        IDataView data = context.Data.LoadFromTextFile<Digit>(file, separatorChar: ',', hasHeader: true);

        // One trial of each, with its defaults. More trials draw settings from the search spaces; a TimeSpan in their place shares out a time.
        CompareTrainersResult result = context.CompareTrainers(data, nameof(Digit.Name), trials: 1, new CompareTrainersOptions
        {
            Folds = 3,
            DataName = "digits.csv",
            Candidates = ["SignalPropagation", "SDCA", "L-BFGS", "NaiveBayes", "FastForest"],
        });
        Console.Write(result.ToText());

        string page = arguments.Length > 0 ? arguments[0] : Path.Combine(Path.GetTempPath(), "compare-trainers.html");
        File.WriteAllText(page, result.ToHtml());

        // The best was trained on all rows. It saves, loads and predicts as any other model.
        using var engine = context.Model.CreatePredictionEngine<Digit, Answer>(result.BestModel);
        Digit first = context.Data.CreateEnumerable<Digit>(data, reuseRowObject: false).First();
        Console.WriteLine($"{result.Ranking[0].Name} takes the first digit, a {first.Name}, for a {engine.Predict(first).PredictedLabel}.");
        return 0;
    }
}
