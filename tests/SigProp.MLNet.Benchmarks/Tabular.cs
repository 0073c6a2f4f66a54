using System.Diagnostics;
using Microsoft.ML;
using SigProp.Benchmarks;

namespace SigProp.MLNet.Benchmarks;

/// <summary>The trainers of ML.NET, signal propagation and backpropagation on tables, in cross-validation, all with default options and the same
/// preparation of columns.</summary>
internal static class Tabular
{
    public static object Run(Arguments arguments)
    {
        string folder = arguments.Text("data", Path.Combine("..", "shared", "data", "tabular"));
        int folds = arguments.Int("folds", 5), seed = arguments.Int("seed", 1);
        TabularSet[] sets = [.. Chosen(arguments, "sets", TabularSet.All.Select(s => s.Name)).Select(name => TabularSet.All.Single(s => s.Name == name))];
        string[] trainers = Chosen(arguments, "trainers", TabularTrainers.Names);
        var table = new ResultTable(
            $"tables: mean of {folds} folds, seed {seed}; accuracy (R2 of a regression), log-loss (natural logarithm), seconds a fit of the whole pipeline (median)",
            new Column("set", "set"), new Column("trainer", "trainer"), new Column("accuracy | R2", "score", 4), new Column("spread", "deviation", 4),
            new Column("log-loss", "logLoss", 4), new Column("seconds", "seconds", 2));
        foreach (TabularSet set in sets)
        {
            var context = new MLContext(seed);
            (TabularSet named, IDataView data) = set.Load(context, folder);
            var parts = context.Data.CrossValidationSplit(data, folds, seed: seed);
            foreach (string trainer in trainers)
            {
                if (TabularTrainers.Create(context, named, trainer) is not IEstimator<ITransformer> pipeline)
                {
                    continue;
                }

                var scores = new List<TabularScore>();
                var seconds = new List<double>();
                foreach (DataOperationsCatalog.TrainTestData part in parts)
                {
                    var watch = Stopwatch.StartNew();
                    ITransformer model = pipeline.Fit(part.TrainSet);
                    seconds.Add(watch.Elapsed.TotalSeconds);
                    scores.Add(TabularScore.Of(set.Task, model.Transform(part.TestSet)));
                }

                double mean = scores.Average(s => s.Score);
                table.Add(
                    set.Name, trainer, mean, Math.Sqrt(scores.Average(s => (s.Score - mean) * (s.Score - mean))), scores.Average(s => s.LogLoss),
                    seconds.Order().ElementAt(seconds.Count / 2));
            }
        }

        return table;
    }

    private static string[] Chosen(Arguments arguments, string option, IEnumerable<string> known)
    {
        string[] all = [.. known], chosen = arguments.Text(option, string.Join(',', all)).Split(',');
        return chosen.Except(all).FirstOrDefault() is string unknown
            ? throw new ArgumentException($"--{option} names '{unknown}'; there are {string.Join(", ", all)}.")
            : chosen;
    }
}
