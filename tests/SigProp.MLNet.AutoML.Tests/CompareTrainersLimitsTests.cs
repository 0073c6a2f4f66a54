using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.AutoML;
using Microsoft.ML.Data;
using Microsoft.ML.SearchSpace;
using Xunit;

namespace SigProp.MLNet.AutoML.Tests;

/// <summary>What a comparison does at its limits: of time, of classes, of missing values.</summary>
public sealed class CompareTrainersLimitsTests
{
    private readonly MLContext _context = new(seed: 1);

    private sealed class Nothing;

    private sealed class Answer
    {
        public float Size { get; set; }

        public double Weight { get; set; }

        public string Answers { get; set; } = "";

        public float Number { get; set; }
    }

    private sealed class Told(Action<CompareTrainersProgress> tell) : IProgress<CompareTrainersProgress>
    {
        public void Report(CompareTrainersProgress value) => tell(value);
    }

    [Fact]
    public void A_time_binds_those_who_do_not_listen()
    {
        using var end = new ManualResetEventSlim();
        IDataView data = Samples.Load(_context, Samples.Customers(60));
        long start = Stopwatch.GetTimestamp();
        CompareTrainersResult result = _context.CompareTrainers(data, nameof(Samples.Customer.Leaves), TimeSpan.FromSeconds(5), new CompareTrainersOptions
        {
            Folds = 2,
            Candidates = ["AveragedPerceptron"],
            MoreCandidates = [Custom("deaf", () => end.Wait(TestContext.Current.CancellationToken))],
        });
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 1, 30);
        end.Set();
        LeftOutTrainer deaf = Assert.Single(result.LeftOut);
        Assert.Equal("deaf", deaf.Name);
        Assert.Contains("in its part of the 5 s; give more time. It could not be ended either", deaf.Reason, StringComparison.Ordinal);
        Assert.Equal("AveragedPerceptron", Assert.Single(result.Ranking).Name);
    }

    [Fact]
    public void A_reason_that_several_share_is_told_once()
    {
        var late = Assert.Throws<InvalidOperationException>(() => _context.CompareTrainers(
            Samples.Load(_context), nameof(Samples.Customer.Leaves), TimeSpan.FromMilliseconds(1), new CompareTrainersOptions { Candidates = ["SDCA", "FastTree"] }));
        Assert.Equal(
            "No candidate finished a trial: SDCA, FastTree: It did not finish its 5 folds in its part of the 0.001 s; give more time.", late.Message);
    }

    [Fact]
    public void Nearly_a_class_a_row_is_refused_with_what_would_be_right()
    {
        IDataView data = _context.Data.LoadFromEnumerable(Answers());
        CompareTrainersOptions options = new() { Task = ComparisonTask.Multiclass };
        var refused = Assert.Throws<ArgumentException>(() => _context.CompareTrainers(data, nameof(Answer.Number), options: options));
        Assert.Contains("'Number' has 99 classes in 100 rows", refused.Message, StringComparison.Ordinal);
        Assert.Contains("set Task to Regression", refused.Message, StringComparison.Ordinal);
        refused = Assert.Throws<ArgumentException>(() => _context.CompareTrainers(Samples.Load(_context), nameof(Samples.Customer.Id), TimeSpan.FromSeconds(10)));
        Assert.Contains("load it as a number", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_model_takes_gaps_that_the_comparison_did_not_see()
    {
        CompareTrainersOptions options = new() { Folds = 2, Candidates = ["OnlineGradientDescent"], IgnoredColumns = [nameof(Answer.Answers)] };
        CompareTrainersResult result = _context.CompareTrainers(_context.Data.LoadFromEnumerable(Answers()), nameof(Answer.Number), options: options);
        Answer[] gaps = [new() { Size = float.NaN, Weight = 1 }, new() { Size = 1, Weight = double.NaN }];
        float[] scores = [.. result.BestModel.Transform(_context.Data.LoadFromEnumerable(gaps)).GetColumn<float>("Score")];
        Assert.All(scores, score => Assert.True(float.IsFinite(score)));
    }

    [Fact]
    public void Two_texts_are_false_and_true_and_come_back()
    {
        Answer[] answers = Answers();
        answers[7].Answers = "";
        IDataView data = _context.Data.LoadFromEnumerable(answers);
        CompareTrainersResult result = _context.CompareTrainers(data, nameof(Answer.Answers), options: new CompareTrainersOptions
        {
            Task = ComparisonTask.Binary,
            Folds = 2,
            Candidates = ["FastTree"],
            IgnoredColumns = [nameof(Answer.Number)],
        });
        Assert.Equal(99, result.Report.Rows);
        Assert.Equal(["zzz", "yes"], result.Report.Classes);
        Assert.Contains("Of the label 'Answers', 'yes' counts as true and 'zzz' as false.", result.Report.Notes);
        using var stream = new MemoryStream();
        _context.Model.Save(result.BestModel, data.Schema, stream);
        IDataView scored = new MLContext().Model.Load(stream, out _).Transform(data);
        string[] predicted = [.. scored.GetColumn<string>("PredictedLabel")];
        Assert.True(predicted.Zip(answers, (p, a) => p == a.Answers ? 1.0 : 0).Average() > 0.9);
        var refused = Assert.Throws<ArgumentException>(() => _context.CompareTrainers(
            Samples.Load(_context), nameof(Samples.Customer.City), options: new CompareTrainersOptions { Task = ComparisonTask.Binary }));
        Assert.Contains("'City' has 3 values", refused.Message, StringComparison.Ordinal);
        Assert.Contains("set Task to Multiclass", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_the_best_was_not_trained_on_all_rows_is_told()
    {
        int fits = 0;
        CompareTrainersResult result = _context.CompareTrainers(Samples.Load(_context), nameof(Samples.Customer.Leaves), options: new CompareTrainersOptions
        {
            Folds = 2,
            Candidates = [],
            MoreCandidates =
            [
                Custom("fragile", () =>
                {
                    if (++fits > 2)
                    {
                        throw new InvalidOperationException("Too many rows.");
                    }
                }),
            ],
        });
        Assert.False(result.IsRefitted);
        Assert.Equal("Too many rows.", result.RefitProblem);
        Assert.Contains("not trained on all rows: Too many rows.", result.ToText(), StringComparison.Ordinal);
        Assert.Contains(result.Report.Notes, n => n.EndsWith("not trained on all rows: Too many rows.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_time_binds_the_last_training_too()
    {
        using var end = new ManualResetEventSlim();
        int fits = 0;
        CompareTrainersResult result = _context.CompareTrainers(
            Samples.Load(_context), nameof(Samples.Customer.Leaves), TimeSpan.FromSeconds(3), new CompareTrainersOptions
            {
                Folds = 2,
                Candidates = [],
                MoreCandidates =
                [
                    Custom("tired", () =>
                    {
                        if (++fits > 2)
                        {
                            end.Wait(TestContext.Current.CancellationToken);
                        }
                    }),
                ],
            });
        end.Set();
        Assert.Equal("It did not finish in another 3 s; give more time.", result.RefitProblem);
        Assert.NotNull(result.BestModel.Transform(Samples.Load(_context)));
    }

    [Fact]
    public void A_cancellation_binds_those_who_do_not_listen()
    {
        using var end = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        CompareTrainersResult result = _context.CompareTrainers(Samples.Load(_context), nameof(Samples.Customer.Leaves), options: new CompareTrainersOptions
        {
            Folds = 2,
            Candidates = ["AveragedPerceptron"],
            MoreCandidates = [Custom("deaf", () => end.Wait(TestContext.Current.CancellationToken))],
            CancellationToken = stop.Token,
            Progress = new Told(p =>
            {
                if (p.Fold == 2)
                {
                    stop.CancelAfter(100);
                }
            }),
        });
        end.Set();
        Assert.True(result.IsCancelled);
        Assert.Equal("The comparison was cancelled.", result.RefitProblem);
        Assert.Equal("deaf", Assert.Single(result.LeftOut).Name);
    }

    private static TrainerCandidate Custom(string name, Action beforeFit) => new()
    {
        Name = name,
        About = "Something else comes first",
        Trainer = (_, columns) => new SweepableEstimator(
            (context, _) =>
            {
                beforeFit();
                return context.BinaryClassification.Trainers.AveragedPerceptron(columns.Label, columns.Features);
            },
            new SearchSpace<Nothing>()),
    };

    private static Answer[] Answers() => [.. Enumerable.Range(0, 100).Select(i => new Answer
    {
        Size = i,
        Weight = i % 10,
        Answers = i >= 50 ? "yes" : "zzz",
        Number = Math.Max(1, i),
    })];
}
