using System.Diagnostics;
using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.Comparison;

/// <summary>What a deep network must beat to be worth its while: the answer that does not look at the features, and the linear model.</summary>
public sealed class Yardstick
{
    /// <summary>One layer that begins at zero has farther to go than layers that begin at random, and no others that it could upset.</summary>
    private static readonly AdamSpec s_default = new() { LearningRate = 0.01f };

    private readonly int _width;
    private readonly int _classes;
    private readonly int _outputs;
    private readonly Action<Dataset, float[]> _predict;

    /// <param name="data">The rows learned from.</param>
    /// <param name="name">What it is.</param>
    /// <param name="effort">What learning took.</param>
    /// <param name="predict">Writes the probabilities, or the values, of all rows.</param>
    private Yardstick(Dataset data, string name, YardstickEffort effort, Action<Dataset, float[]> predict)
    {
        _width = data.Width;
        _classes = data.ClassCount;
        _outputs = data.Outputs;
        _predict = predict;
        Name = name;
        TrainSeconds = effort.Seconds;
        SamplesPerSecond = effort.Seconds > 0 ? effort.Samples / effort.Seconds : 0;
        Parameters = effort.Parameters;
        Curve = effort.Curve;
    }

    /// <summary><c>majority class</c>, <c>mean</c>, <c>logistic regression</c> or <c>linear regression</c>.</summary>
    public string Name { get; }

    /// <summary>Seconds of learning, without validation.</summary>
    public double TrainSeconds { get; }

    /// <summary>Rows learned from in a second, each as often as it was seen.</summary>
    public double SamplesPerSecond { get; }

    /// <summary>Numbers that were learned.</summary>
    public long Parameters { get; }

    /// <summary>Training epoch by epoch; empty for what does not learn in epochs: all but the logistic regression.</summary>
    public IReadOnlyList<CurvePoint> Curve { get; }

    /// <summary>Answers the same for every row: with the shares of the classes, and so with the most frequent one; of a regression with the mean.
    /// Rows count as much as they weigh.</summary>
    /// <param name="training">The rows to learn from, at least one.</param>
    /// <exception cref="ArgumentException">There are no rows, or none weighs anything.</exception>
    public static Yardstick Majority(Dataset training)
    {
        CheckRows(training);
        var watch = Stopwatch.StartNew();
        float[] answer = Means(training);
        var effort = new YardstickEffort(watch.Elapsed.TotalSeconds, training.Count, answer.Length, []);
        return new Yardstick(training, training.IsRegression ? "mean" : "majority class", effort, (data, predictions) =>
        {
            for (int i = 0; i < data.Count; i++)
            {
                answer.CopyTo(predictions.AsSpan(i * answer.Length));
            }
        });
    }

    /// <summary>Learns a linear model: of classes a logistic regression (softmax, cross-entropy), as networks learn, from zeros, by the options' optimizer,
    /// epochs, batches, schedule, weights of classes, seed and patience; it keeps the best epoch, and its probabilities are calibrated where a network's
    /// would be. Of numbers a linear regression: the least squares, which have no options and need no validation.</summary>
    /// <remarks>Features are best standardised. Where the options leave the optimizer at its default, the learning rate is 0.01: one layer that begins at zero
    /// has farther to go. Rule, pipeline, precision and augmentation of the options are those of networks and have no meaning here.</remarks>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="validation">Rows to measure on after each epoch; null: as <see cref="TrainingOptions.ValidationFraction"/> says. A linear regression
    /// then learns from all rows.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told a few times a second and at every epoch's end; of a linear regression nothing.</param>
    /// <param name="cancellationToken">Ends learning after the step under way and keeps the best so far.</param>
    /// <exception cref="ConfigurationException">The options are unsound; lists everything.</exception>
    /// <exception cref="ArgumentException">There are no rows, or none weighs anything, or the rows for validation are of another kind.</exception>
    /// <exception cref="DivergenceException">The loss became NaN or infinite.</exception>
    public static Yardstick Linear(
        Dataset training, Dataset? validation, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        CheckRows(training);
        ArgumentNullException.ThrowIfNull(options);
        ConfigurationException.ThrowIfAny("training", options.Validate());
        if (validation is not null && Misfit(validation, training.Width, training.ClassCount, training.Outputs) is string misfit)
        {
            throw new ArgumentException(misfit, nameof(validation));
        }

        if (training.IsRegression)
        {
            LeastSquares squares = LeastSquares.Fit(training, cancellationToken);
            return new Yardstick(training, "linear regression", squares.Effort, squares.Predict);
        }

        Network network = NetworkFactory.CreateLinear(training.Width, training.ClassCount);
        TrainingReport report = new Trainer(options with
        {
            Rule = LearningRuleKind.Shallow,
            Optimizer = options.Optimizer == new AdamSpec() ? s_default : options.Optimizer,
            Pipeline = PipelineMode.Off,
            Precision = TrainingPrecision.Single,
            Augmentation = null,
        }).Train(network, training, validation, progress, cancellationToken).Report;
        var effort = new YardstickEffort(
            report.TrainSeconds, (long)(report.SamplesPerSecond * report.TrainSeconds), network.ParameterCount, CurvePoint.Of(report));
        return new Yardstick(training, "logistic regression", effort, (data, probabilities) => network.Predict(data.Features, probabilities));
    }

    /// <summary>Measures the answers for every row.</summary>
    /// <param name="test">Rows with features and classes as those learned from.</param>
    /// <exception cref="ArgumentException">The rows are of another kind, or there are none.</exception>
    public Evaluation Evaluate(Dataset test) => Evaluation.Of(Probabilities(test), test.Labels, _classes);

    /// <summary>Measures the values predicted for every row.</summary>
    /// <param name="test">Rows with features and values as those learned from.</param>
    /// <exception cref="ArgumentException">The rows are of another kind, or there are none.</exception>
    public RegressionEvaluation EvaluateRegression(Dataset test)
        => _outputs == 0
            ? throw new ArgumentException("This model answers with classes; its rows have no values to predict.", nameof(test))
            : RegressionEvaluation.Of(Predict(test), test.TargetValues, _outputs);

    /// <summary>The probability of each class for each row, [rows, classes] row by row.</summary>
    /// <param name="test">Rows with features and classes as those learned from.</param>
    /// <exception cref="ArgumentException">The rows are of another kind.</exception>
    public float[] Probabilities(Dataset test)
        => _outputs > 0 ? throw new ArgumentException("This model predicts values; its rows have no classes.", nameof(test)) : Predict(test);

    private static void CheckRows(Dataset training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (!Enumerable.Range(0, training.Count).Any(row => training.Weight(row) > 0))
        {
            throw new ArgumentException("There is no row to learn from that weighs more than 0.", nameof(training));
        }
    }

    private static string? Misfit(Dataset data, int width, int classes, int outputs)
        => data.Width == width && data.ClassCount <= classes && data.Outputs == outputs && data.IsRegression == (outputs > 0) ? null
            : $"The data have {Words(data.Width, data.ClassCount, data.Outputs)}; those learned from have {Words(width, classes, outputs)}.";

    private static string Words(int width, int classes, int outputs)
        => $"{width} features and {(outputs > 0 ? $"{outputs} values a row" : $"{classes} classes")}";

    /// <summary>The mean of the values, or of the classes written one-hot.</summary>
    private static float[] Means(Dataset data)
    {
        double[] sums = new double[data.IsRegression ? data.Outputs : data.ClassCount];
        double total = 0;
        for (int i = 0; i < data.Count; i++)
        {
            double weight = data.Weight(i);
            total += weight;
            for (int j = 0; j < data.Outputs; j++)
            {
                sums[j] += weight * data.Values(i)[j];
            }

            if (!data.IsRegression)
            {
                sums[data.Label(i)] += weight;
            }
        }

        return [.. sums.Select(s => (float)(s / total))];
    }

    private float[] Predict(Dataset test)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (Misfit(test, _width, _classes, _outputs) is string misfit)
        {
            throw new ArgumentException(misfit, nameof(test));
        }

        float[] predictions = new float[checked(test.Count * Math.Max(_classes, _outputs))];
        _predict(test, predictions);
        return predictions;
    }
}
