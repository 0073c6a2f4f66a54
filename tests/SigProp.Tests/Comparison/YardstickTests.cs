using SigProp.Comparison;
using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Tests.Comparison;

/// <summary>What a deep network must beat.</summary>
public sealed class YardstickTests
{
    [Fact]
    public void The_majority_answers_with_the_shares_of_the_classes()
    {
        Yardstick majority = Yardstick.Majority(new Dataset([1, 2, 3, 4], 1, [0, 1, 1, 2], 3, [6, 1, 1, 2]));
        var test = new Dataset([9, 9], 1, [0, 2], 3);
        Assert.Equal([0.6f, 0.2f, 0.2f, 0.6f, 0.2f, 0.2f], majority.Probabilities(test));
        Assert.Equal(0.5, majority.Evaluate(test).Accuracy);
        Assert.Equal(-(Math.Log(0.6) + Math.Log(0.2)) / 2, majority.Evaluate(test).LogLoss, 1e-6);
        Assert.Equal("majority class", majority.Name);
        Assert.Equal(3, majority.Parameters);
        Assert.Empty(majority.Curve);
    }

    [Fact]
    public void The_mean_explains_nothing()
    {
        var data = Dataset.ForRegression([1, 2, 3], 1, [1, 10, 2, 20, 6, 60], 2);
        Yardstick mean = Yardstick.Majority(data);
        Assert.Equal(0, mean.EvaluateRegression(data).R2, 1e-6);
        Assert.Equal("mean", mean.Name);
        Assert.Equal(2, mean.Parameters);
    }

    [Fact]
    public void Logistic_regression_reaches_96_percent_of_the_digits_in_five_folds()
    {
        Dataset data = ComparedData.Digits();
        double accuracy = StratifiedSplit.Folds(data, 5).Average(fold =>
        {
            (Dataset train, Dataset test) = ComparedData.Fold(data, fold);
            return Yardstick.Linear(train, null, new TrainingOptions()).Evaluate(test).Accuracy;
        });
        Assert.True(accuracy >= 0.96, $"accuracy {accuracy}");
    }

    [Fact]
    public void A_learning_rate_that_was_chosen_is_kept()
    {
        Dataset data = Given.Clouds(300);
        var options = new TrainingOptions { Epochs = 3 };
        float[] usual = Yardstick.Linear(data, null, options).Probabilities(data);
        Assert.Equal(usual, Yardstick.Linear(data, null, options with { Optimizer = new AdamSpec { LearningRate = 0.01f } }).Probabilities(data));
        Assert.NotEqual(usual, Yardstick.Linear(data, null, options with { Optimizer = new AdamSpec { LearningRate = 0.002f } }).Probabilities(data));
    }

    [Fact]
    public void Logistic_regression_keeps_its_best_epoch_and_stops_in_time()
    {
        Dataset data = Given.Clouds(300, spread: 1, seed: 3), validation = Given.Clouds(100, spread: 1, seed: 4);
        var options = new TrainingOptions { Epochs = 200, Patience = 3, Calibrate = false, Optimizer = new AdamSpec { LearningRate = 0.3f } };
        Yardstick linear = Yardstick.Linear(data, validation, options);
        double best = linear.Curve.Min(p => p.ValidationLoss!.Value);
        Assert.InRange(linear.Curve.Count, 4, 199);
        Assert.Equal(best, linear.Curve[^4].ValidationLoss!.Value);
        Assert.Equal(best, linear.Evaluate(validation).LogLoss, 1e-5);
        Assert.Equal(linear.Curve[^4].ValidationAccuracy!.Value, linear.Evaluate(validation).Accuracy, 1e-9);
        Assert.Equal(3 * 5, linear.Parameters);
        Assert.Equal("logistic regression", linear.Name);
        Assert.True(linear.TrainSeconds > 0 && linear.SamplesPerSecond > 0);
        Assert.True(linear.Curve[0].TrainingLosses.Single().Value > linear.Curve[^1].TrainingLosses.Single().Value);
    }

    [Fact]
    public void The_same_seed_gives_the_same_probabilities_on_any_number_of_threads()
    {
        Dataset data = Given.Clouds(400, width: 70, spread: 1);
        float[] one = Yardstick.Linear(data, null, new TrainingOptions { Epochs = 3, Threads = 1, Seed = 5 }).Probabilities(data);
        float[] three = Yardstick.Linear(data, null, new TrainingOptions { Epochs = 3, Threads = 3, Seed = 5 }).Probabilities(data);
        Assert.Equal(one, three);
        Assert.NotEqual(one, Yardstick.Linear(data, null, new TrainingOptions { Epochs = 3, Seed = 6 }).Probabilities(data));
    }

    [Fact]
    public void Weights_of_rows_and_of_classes_count()
    {
        var twice = new Dataset([1, 1, 1], 1, [0, 0, 1], 2);
        var weighted = new Dataset([1, 1], 1, [0, 1], 2, [2, 1]);
        var options = new TrainingOptions
        {
            Epochs = 400,
            BatchSize = 3,
            ValidationFraction = 0,
            Optimizer = new SgdSpec { LearningRate = 0.5f },
            Schedule = LearningRateSchedule.Constant,
        };
        Assert.Equal(2 / 3f, Yardstick.Linear(twice, null, options).Probabilities(twice)[0], 1e-3f);
        Assert.Equal(2 / 3f, Yardstick.Linear(weighted, null, options).Probabilities(twice)[0], 1e-3f);
        Assert.Equal(0.5f, Yardstick.Linear(weighted, null, options with { ClassWeights = ClassWeighting.Balanced }).Probabilities(twice)[0], 1e-3f);
    }

    [Fact]
    public void Linear_regression_finds_the_plane()
    {
        // The third feature is the sum of the others, the fourth constant; the units differ a thousand times.
        float[] noise = Given.Uniform(400, seed: 2);
        (float A, float B)[] rows = [.. Enumerable.Range(0, 200).Select(i => (noise[2 * i], noise[(2 * i) + 1]))];
        float[] features = [.. rows.SelectMany(r => new[] { r.A, 1000 * r.B, r.A + (1000 * r.B), 7 })];
        float[] values = [.. rows.SelectMany(r => new[] { 5 + (3 * r.A) - (2 * r.B), 1e5f * r.A })];
        var data = Dataset.ForRegression(features, 4, values, 2);
        Yardstick linear = Yardstick.Linear(data, null, new TrainingOptions());
        Assert.True(linear.EvaluateRegression(data).R2 > 1 - 1e-9);
        Assert.Equal("linear regression", linear.Name);
        Assert.Equal(10, linear.Parameters);
        Assert.Empty(linear.Curve);
    }

    [Fact]
    public void Linear_regression_weighs_rows()
    {
        var data = Dataset.ForRegression([0, 0, 1, 1], 1, [0, 4, 10, 20], 1, [3, 1, 1, 0]);
        RegressionEvaluation evaluation = Yardstick.Linear(data, null, new TrainingOptions())
            .EvaluateRegression(Dataset.ForRegression([0, 1], 1, [1, 10]));
        Assert.Equal(0, evaluation.Mae, 1e-5);
    }

    [Fact]
    public void Learning_can_be_watched_and_ended()
    {
        using var source = new CancellationTokenSource();
        var told = new Told(progress =>
        {
            if (progress.Completed?.Epoch == 4)
            {
                source.Cancel();
            }
        });
        Yardstick linear = Yardstick.Linear(Given.Clouds(200), null, new TrainingOptions { Epochs = 40, Patience = null }, told, source.Token);
        Assert.Equal(4, linear.Curve.Count);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Dataset classes = Given.Clouds(30), numbers = Dataset.ForRegression([1, 2], 1, [1, 2]);
        var options = new TrainingOptions();
        Assert.Throws<ArgumentException>(() => Yardstick.Majority(classes.Select([])));
        Assert.Throws<ArgumentException>(() => Yardstick.Linear(classes, numbers, options));
        Assert.Throws<ConfigurationException>(() => Yardstick.Linear(classes, null, new TrainingOptions { Epochs = 0 }));
        Assert.Throws<ArgumentException>(() => Yardstick.Majority(classes).Evaluate(numbers));
        Assert.Throws<ArgumentException>(() => Yardstick.Majority(classes).EvaluateRegression(numbers));
        Assert.Throws<ArgumentException>(() => Yardstick.Majority(numbers).Probabilities(numbers));
        Assert.Throws<ArgumentException>(() => Yardstick.Majority(classes).Evaluate(Given.Clouds(10, width: 5)));
        Assert.Throws<DivergenceException>(() => Yardstick.Linear(
            new Dataset([1e38f, -1e38f, 3e38f, 1], 1, [0, 1, 0, 1], 2), null,
            new TrainingOptions { BatchSize = 1, ValidationFraction = 0, Optimizer = new SgdSpec { LearningRate = 1e3f } }));
    }

    private sealed class Told(Action<TrainingProgress> then) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => then(value);
    }
}
