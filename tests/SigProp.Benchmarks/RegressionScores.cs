using System.Globalization;
using SigProp.Data;
using SigProp.Training;

namespace SigProp.Benchmarks;

/// <summary>R2 on a held-out fifth of California housing and bike sharing, with the trainer's default options, and the coverage of 90 % intervals;
/// backpropagation on the same layers with a linear output beside it.</summary>
internal static class RegressionScores
{
    private const double Coverage = 0.9;

    private static readonly (string Name, string File, string Target, string[] LeftOut)[] s_sets =
    [
        ("california", "california-housing.csv.gz", "median_house_value", []),
        ("bike", "bike-hour.csv.gz", "cnt", ["instant", "dteday", "casual", "registered"]),
    ];

    public static object Run(Arguments arguments)
    {
        string folder = arguments.Text("data", Path.Combine("..", "shared", "data", "tabular"));
        var results = new List<object>();
        foreach ((string name, string file, string target, string[] leftOut) in s_sets.Where(s => arguments.Text("set", s.Name) == s.Name))
        {
            Table table = Read(Path.Combine(folder, file), leftOut);
            for (int seed = 0; seed < arguments.Int("seeds", 3); seed++)
            {
                foreach (bool local in new[] { true, false })
                {
                    results.Add(Train(name, table, target, seed, local, arguments));
                }
            }
        }

        return results;
    }

    private static object Train(string name, Table table, string target, long seed, bool local, Arguments arguments)
    {
        float[] values = [.. table.Column(table.Find(target)).Select(v => float.Parse(v, CultureInfo.InvariantCulture))];
        (int[] train, int[] test) = StratifiedSplit.Holdout(Dataset.ForRegression(new float[values.Length], 1, values), 0.2, seed);
        var options = new TrainingOptions { Rule = local ? LearningRuleKind.SignalPropagation : LearningRuleKind.Backpropagation, Seed = seed };
        options = options with
        {
            Epochs = arguments.Int("epochs", options.Epochs),
            BatchSize = arguments.Int("batch", options.BatchSize),
            Patience = arguments.Int("patience", options.Patience ?? 0) is not 0 and int patience ? patience : null,
            ValidationFraction = arguments.Number("validation", options.ValidationFraction),
        };
        TableEncoding encoding = TableEncoding.Fit(table, target, train);
        Dataset Encode(int[] rows) => Dataset.ForRegression(encoding.Encode(table.Select(rows)), encoding.Width, [.. rows.Select(r => values[r])]);

        NetworkSpecBuilder builder = NetworkSpec.CreateRegression(encoding.Width).Bins(arguments.Int("bins", 32));
        int hidden = arguments.Int("hidden", 256);
        for (int i = 0; i < arguments.Int("layers", 2); i++)
        {
            builder.Dense(hidden);
        }

        NetworkSpec spec = local ? builder.Build() : builder.Loss(LocalLossKind.Dot).LinearOutput().Build();
        TrainingResult result = new Trainer(options).Train(spec, Encode(train));
        RegressionEvaluation score = RegressionEvaluation.Of(result.Network, Encode(test), local ? Coverage : null);
        Console.WriteLine(
            $"{name,-11} seed {seed}  {(local ? "signal propagation" : "backpropagation   ")}  R2 {score.R2:F4}  RMSE {score.Rmse,10:F2}  "
            + (local ? $"90 % intervals cover {score.IntervalCoverage:P1}, mean width {score.IntervalWidth:F0}  " : "")
            + $"({result.Report.Epochs.Count} epochs, {result.Report.TrainSeconds:F1} s)");
        return new { name, seed, rule = options.Rule.ToString(), score.R2, score.Rmse, score.Mae, score.IntervalCoverage, seconds = result.Report.TrainSeconds };
    }

    private static Table Read(string path, string[] leftOut)
    {
        using var reader = new StreamReader(DataFile.OpenRead(path));
        string[] header = reader.ReadLine()!.Split(',');
        int[] kept = [.. Enumerable.Range(0, header.Length).Where(i => !leftOut.Contains(header[i]))];
        var table = new TableBuilder(Path.GetFileName(path), [.. kept.Select(i => header[i])]);
        for (int line = 2; reader.ReadLine() is string text; line++)
        {
            string[] fields = text.Split(',');
            table.Add([.. kept.Select(i => fields[i])], line);
        }

        return table.Build();
    }
}
