using System.Globalization;
using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>5-fold accuracy on the digits sample, 64-256-256-10, with the trainer's default options.</summary>
internal static class DigitsAccuracy
{
    public static object Run(Arguments arguments)
    {
        Dataset data = Read(arguments.Text("data", Path.Combine("samples", "data", "digits.csv")));
        var results = new List<object>();
        foreach (LearningRuleKind rule in new[] { LearningRuleKind.SignalPropagation, LearningRuleKind.Backpropagation })
        {
            var accuracies = new List<double>();
            double seconds = 0;
            for (int seed = 0; seed < arguments.Int("seeds", 1); seed++)
            {
                int[][] folds = StratifiedSplit.Folds(data, 5, seed);
                for (int fold = 0; fold < folds.Length; fold++)
                {
                    (double accuracy, double took) = Fold(data, folds, fold, rule, seed, arguments);
                    accuracies.Add(accuracy);
                    seconds += took;
                }
            }

            Console.WriteLine($"{rule,-18} accuracy {accuracies.Average():F4}, folds {accuracies.Min():F4} to {accuracies.Max():F4}, {seconds:F1} s");
            results.Add(new { rule = rule.ToString(), accuracy = accuracies.Average(), folds = accuracies, seconds });
        }

        return results;
    }

    private static (double Accuracy, double Seconds) Fold(Dataset data, int[][] folds, int fold, LearningRuleKind rule, long seed, Arguments arguments)
    {
        Dataset train = data.Select([.. folds.Where((_, i) => i != fold).SelectMany(f => f)]), test = data.Select(folds[fold]);
        StandardScaling scaling = StandardScaling.Fit(train.Features, train.Width);
        scaling.Apply(train.Features);
        scaling.Apply(test.Features);
        NetworkSpec spec = NetworkSpec.Create(data.Width, data.ClassCount).Dense(256, dropout: (float)arguments.Number("dropout", 0)).Dense(256, dropout: (float)arguments.Number("dropout", 0)).Build();
        var options = new TrainingOptions { Rule = rule, Seed = seed };
        options = options with
        {
            Epochs = arguments.Int("epochs", options.Epochs),
            BatchSize = arguments.Int("batch", options.BatchSize),
            Optimizer = new AdamSpec { LearningRate = (float)arguments.Number("lr", 1e-3) },
            ValidationFraction = arguments.Number("validation", options.ValidationFraction),
        };
        TrainingResult result = new Trainer(options).Train(spec, train);
        return (Evaluation.Of(result.Network, test).Accuracy, result.Report.TrainSeconds);
    }

    private static Dataset Read(string path)
    {
        string[][] rows = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(','))];
        float[] features = [.. rows.SelectMany(r => r[..^1].Select(v => float.Parse(v, CultureInfo.InvariantCulture)))];
        return new Dataset(features, rows[0].Length - 1, [.. rows.Select(r => int.Parse(r[^1], CultureInfo.InvariantCulture))], 10);
    }
}
