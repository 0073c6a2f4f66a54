using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using Xunit;

namespace SigProp.MLNet.AutoML.Tests;

public sealed class CompareTrainersTests
{
    private static readonly string[] s_quick = ["SDCA", "FastTree"];

    private readonly MLContext _context = new(seed: 1);

    private sealed class Told(Action<CompareTrainersProgress> tell) : IProgress<CompareTrainersProgress>
    {
        public void Report(CompareTrainersProgress value) => tell(value);
    }

    private sealed class Nothing;

    [Fact]
    public void Digits_are_told_apart_and_the_best_model_names_them()
    {
        IDataView digits = Samples.Digits(_context);
        var told = new List<CompareTrainersProgress>();
        CompareTrainersResult result = _context.CompareTrainers(digits, "Digit", options: new CompareTrainersOptions
        {
            Folds = 2,
            DataName = "digits",
            Candidates = ["NaiveBayes", "SDCA", "SignalPropagation", "AveragedPerceptron"],
            Progress = new Told(told.Add),
        });
        Assert.Equal(ComparisonTask.Multiclass, result.Task);
        Assert.Equal(4, result.Ranking.Count);
        Assert.Empty(result.LeftOut);
        Assert.Equal(8, told.Count);
        Assert.Equal(result.Ranking.OrderByDescending(t => t.Metrics[ComparisonMetric.Accuracy].Mean), result.Ranking);
        Assert.True(result.Ranking[0].Metrics[ComparisonMetric.Accuracy].Mean > 0.8);
        Assert.All(result.Ranking, t => Assert.True(t.ModelBytes > 100 && t.TrainSeconds.Mean > 0 && t.ScoreMicroseconds.Mean > 0));
        Assert.True(double.IsNaN(result.Ranking.Single(t => t.Name == "NaiveBayes").Metrics[ComparisonMetric.LogLoss].Mean));
        Assert.True(result.Ranking.Single(t => t.Name == "SignalPropagation").Metrics[ComparisonMetric.LogLoss].Mean < 1);

        // The model needs no label, and answers with the label's own values.
        ITransformer loaded = SaveAndLoad(result.BestModel, digits);
        IDataView scored = loaded.Transform(_context.Transforms.SelectColumns("Features").Fit(digits).Transform(digits));
        string[] predicted = [.. scored.GetColumn<string>("PredictedLabel")], labels = [.. digits.GetColumn<string>("Digit")];
        Assert.True(predicted.Zip(labels, (p, l) => p == l ? 1.0 : 0).Average() > 0.9);
        Assert.True(result.IsRefitted);
        Assert.False(result.IsCancelled);

        string html = result.ToHtml();
        Assert.Contains("Trainers on digits", html, StringComparison.Ordinal);
        Assert.Contains("prediction time a row", html, StringComparison.Ordinal);
        Assert.Contains("saved model", html, StringComparison.Ordinal);
        Assert.Contains("Confusion matrix of SDCA", html, StringComparison.Ordinal);
        Assert.Contains("NaiveBayes gives no probabilities", html, StringComparison.Ordinal);
        string[] lines = result.ToText().Split(Environment.NewLine);
        Assert.Single(lines[..5].Select(l => l.Length).Distinct());
    }

    [Fact]
    public void Customers_are_told_apart_by_columns_of_all_kinds()
    {
        IDataView data = Samples.Load(_context);
        CompareTrainersResult result = _context.CompareTrainers(data, nameof(Samples.Customer.Leaves), options: new CompareTrainersOptions
        {
            Folds = 2,
            IgnoredColumns = [nameof(Samples.Customer.Spends)],
            Metric = ComparisonMetric.LogLoss,
            Candidates = ["SDCA", "L-BFGS", "AveragedPerceptron", "FastTree", "FastForest", "SignalPropagation", "LightGBM"],
        });
        Assert.Equal(ComparisonTask.Binary, result.Task);
        Assert.Equal(7, result.Ranking.Count + result.LeftOut.Count);
        Assert.All(result.LeftOut, l => Assert.Equal("LightGBM", l.Name));
        Assert.Equal(result.Ranking.OrderBy(t => t.Metrics[ComparisonMetric.LogLoss].Mean), result.Ranking);
        Assert.All(result.Ranking, t => Assert.InRange(t.Metrics[ComparisonMetric.AreaUnderRocCurve].Mean, 0.7, 1));
        Assert.Contains(result.Report.Notes, n => n.Contains("'Id'", StringComparison.Ordinal));

        // The engine's figures are those of ML.NET's own evaluation, but for the base of the logarithm.
        CalibratedBinaryClassificationMetrics own = _context.BinaryClassification.Evaluate(result.BestModel.Transform(data), nameof(Samples.Customer.Leaves));
        var scores = Comparing.FoldScores.Read(result.BestModel.Transform(data), nameof(Samples.Customer.Leaves), ComparisonTask.Binary, 2);
        Assert.Equal(own.Accuracy, scores.Value(ComparisonMetric.Accuracy), 6);
        Assert.Equal(own.AreaUnderRocCurve, scores.Value(ComparisonMetric.AreaUnderRocCurve), 6);
        Assert.Equal(own.F1Score, scores.Value(ComparisonMetric.F1Score), 6);
        Assert.Equal(own.LogLoss * Math.Log(2), scores.Value(ComparisonMetric.LogLoss), 4);
    }

    [Fact]
    public void Numbers_are_predicted_and_what_cannot_is_left_out_with_the_reason()
    {
        IDataView data = Samples.Load(_context);
        CompareTrainersResult result = _context.CompareTrainers(data, nameof(Samples.Customer.Spends), options: new CompareTrainersOptions
        {
            Folds = 2,
            IgnoredColumns = [nameof(Samples.Customer.Leaves)],
            Candidates = ["SDCA", "OnlineGradientDescent", "Poisson", "FastTree", "FastForest", "SignalPropagation", "SpikingSigProp", "ContinuousEP"],
        });
        Assert.Equal((ComparisonTask.Regression, ComparisonMetric.RSquared), (result.Task, result.Metric));
        Assert.Equal(["SpikingSigProp", "ContinuousEP"], result.LeftOut.Select(l => l.Name));
        Assert.Equal(6, result.Ranking.Count);
        Assert.True(result.Ranking[0].Metrics[ComparisonMetric.RSquared].Mean > 0.7);
        RegressionMetrics own = _context.Regression.Evaluate(SaveAndLoad(result.BestModel, data).Transform(data), nameof(Samples.Customer.Spends));
        var scores = Comparing.FoldScores.Read(result.BestModel.Transform(data), nameof(Samples.Customer.Spends), ComparisonTask.Regression, 0);
        Assert.Equal(own.RSquared, scores.Value(ComparisonMetric.RSquared), 5);
        Assert.Equal(own.RootMeanSquaredError, scores.Value(ComparisonMetric.RootMeanSquaredError), 5);
        Assert.Contains("R2", result.ToHtml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Leaves", 10)]
    [InlineData("City", 10)]
    [InlineData("Spends", 8)]
    public void Every_candidate_can_be_trained(string label, int count)
    {
        CompareTrainersResult result = _context.CompareTrainers(
            Samples.Load(_context, Samples.Customers(90)), label, options: new CompareTrainersOptions { Folds = 2 });
        LeftOutTrainer[] failed = [.. result.LeftOut.Where(l => l.Name is not ("LightGBM" or "SpikingSigProp" or "ContinuousEP") || l.Reason.Contains("failed", StringComparison.Ordinal))];
        Assert.True(failed.Length == 0, string.Join(' ', failed.Select(l => $"{l.Name}: {l.Reason}")));
        Assert.InRange(result.Ranking.Count, count - 1, count);
    }

    [Fact]
    public void The_same_seed_gives_the_same_trials_and_metrics()
    {
        CompareTrainersResult[] results = [.. Enumerable.Range(0, 2).Select(_ => _context.CompareTrainers(
            Samples.Load(_context), nameof(Samples.Customer.Leaves), trials: 2, new CompareTrainersOptions { Folds = 2, Seed = 3, Candidates = ["SDCA", "SignalPropagation"] }))];
        Assert.All(results[0].Ranking, t => Assert.Equal(2, t.Trials));
        for (int i = 0; i < 2; i++)
        {
            ComparedTrainer one = results[0].Ranking[i], other = results[1].Ranking[i];
            Assert.Equal((one.Name, one.Settings), (other.Name, other.Settings));
            Assert.Equal(one.Metrics, other.Metrics);
        }
    }

    [Fact]
    public void A_candidate_that_fails_is_listed_and_ends_nothing()
    {
        CompareTrainersResult result = _context.CompareTrainers(Samples.Load(_context), nameof(Samples.Customer.Leaves), options: new CompareTrainersOptions
        {
            Folds = 2,
            Candidates = ["SDCA"],
            MoreCandidates =
            [
                new TrainerCandidate
                {
                    Name = "broken",
                    About = "It fails",
                    Trainer = (_, _) => new SweepableEstimator((_, _) => throw new InvalidOperationException("No luck today."), new SearchSpace<Nothing>()),
                },
            ],
        });
        Assert.Equal("SDCA", Assert.Single(result.Ranking).Name);
        Assert.Equal(new LeftOutTrainer("broken", "It failed: No luck today."), Assert.Single(result.LeftOut));
        Assert.Contains("No luck today.", result.ToText(), StringComparison.Ordinal);
        Assert.Contains("No luck today.", result.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_finished_before_a_cancellation_is_kept()
    {
        using var stop = new CancellationTokenSource();
        CompareTrainersResult result = _context.CompareTrainers(Samples.Load(_context), nameof(Samples.Customer.Leaves), options: new CompareTrainersOptions
        {
            Folds = 2,
            Candidates = s_quick,
            CancellationToken = stop.Token,
            Progress = new Told(p =>
            {
                if (p.Candidate == "SDCA" && p.Fold == 2)
                {
                    stop.Cancel();
                }
            }),
        });
        Assert.True(result.IsCancelled);
        Assert.False(result.IsRefitted);
        Assert.Equal("SDCA", Assert.Single(result.Ranking).Name);
        Assert.Equal("FastTree", Assert.Single(result.LeftOut).Name);
        Assert.NotNull(result.BestModel.Transform(Samples.Load(_context)));

        using var before = new CancellationTokenSource();
        before.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => _context.CompareTrainers(
            Samples.Load(_context), nameof(Samples.Customer.Leaves), options: new CompareTrainersOptions { CancellationToken = before.Token }));
    }

    [Fact]
    public void A_time_ends_a_trial_that_would_never_end()
    {
        IDataView data = Samples.Load(_context);
        _context.CompareTrainers(data, nameof(Samples.Customer.Leaves), options: new CompareTrainersOptions { Folds = 2, Candidates = ["AveragedPerceptron"] });
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        CompareTrainersResult result = _context.CompareTrainers(data, nameof(Samples.Customer.Leaves), TimeSpan.FromSeconds(6), new CompareTrainersOptions
        {
            Folds = 2,
            Candidates = ["AveragedPerceptron"],
            MoreCandidates =
            [
                new TrainerCandidate
                {
                    Name = "endless",
                    About = "It does not end",
                    Trainer = (context, columns) => context.Auto().SignalPropagationBinary(columns.Label, columns.Features, configure: o => (o.Epochs, o.Patience) = (1_000_000, null)),
                },
            ],
        });
        Assert.Equal("endless", Assert.Single(result.LeftOut).Name);
        Assert.True(Assert.Single(result.Ranking).Trials >= 1);
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds, 1, 30);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused_in_a_sentence()
    {
        IDataView data = Samples.Load(_context);
        Refused("no column 'Nope'", data, "Nope");
        Refused("the task Binary needs Boolean", data, "Age", new CompareTrainersOptions { Task = ComparisonTask.Binary });
        Refused("Metric is RSquared", data, "Leaves", new CompareTrainersOptions { Metric = ComparisonMetric.RSquared });
        Refused("at least 2", data, "Leaves", new CompareTrainersOptions { Folds = 1 });
        Refused("fewer than the 5 folds", Samples.Load(_context, Samples.Customers(4)), "Spends");
        Refused("same label", Samples.Load(_context, Samples.Customers().Where(c => c.Leaves)), "Leaves");
        Refused("in only 2 rows", Samples.Load(_context, Samples.Customers().Where(c => !c.Leaves).Concat(Samples.Customers().Where(c => c.Leaves).Take(2))), "Leaves");
        Refused("no such column", data, "Leaves", new CompareTrainersOptions { FeatureColumnName = "Nope" });
        Refused("vector of numbers", data, "Leaves", new CompareTrainersOptions { FeatureColumnName = "City" });
        Refused("IgnoredColumns names 'Nope'", data, "Leaves", new CompareTrainersOptions { IgnoredColumns = ["Nope"] });
        Refused("no column to make features of", data, "Leaves", new CompareTrainersOptions { IgnoredColumns = ["Age", "Income", "City", "Member", "Spends"] });
        Refused("Candidates names 'Oracle'", data, "Leaves", new CompareTrainersOptions { Candidates = ["Oracle"] });
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.CompareTrainers(data, "Leaves", trials: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _context.CompareTrainers(data, "Leaves", TimeSpan.Zero));
    }

    private void Refused(string what, IDataView data, string label, CompareTrainersOptions? options = null)
        => Assert.Contains(what, Assert.Throws<ArgumentException>(() => _context.CompareTrainers(data, label, options: options)).Message, StringComparison.Ordinal);

    private ITransformer SaveAndLoad(ITransformer model, IDataView data)
    {
        using var stream = new MemoryStream();
        _context.Model.Save(model, data.Schema, stream);
        stream.Position = 0;
        return new MLContext().Model.Load(stream, out _);
    }
}
