using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.Training;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>What every trainer of every task has to do.</summary>
public sealed class WorkoutTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string> Trainers => [.. AnyTrainer.Names];

    private sealed class Watch(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void In_memory_the_data_is_read_by_one_cursor(string name)
    {
        foreach (MissingValues missing in Enum.GetValues<MissingValues>())
        {
            AnyTrainer trainer = Of(name, o => (o.Epochs, o.MissingValues) = (2, missing));
            CountedView alone = Counted(), train = Counted(), validation = Counted(), more = Counted();

            ITransformer model = trainer.Fit(alone);
            trainer.Validated(train, validation);
            trainer.More(more, model);

            Assert.Equal((1, 1, 1, 1), (alone.Cursors, train.Cursors, validation.Cursors, more.Cursors));
        }

        CountedView Counted() => new(Blobs.Load(_context));
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void What_is_promised_is_delivered(string name)
        => Schemas.AssertKeepsPromise(Of(name, o => o.Epochs = 1).Trainer, Blobs.Load(_context));

    [Theory]
    [MemberData(nameof(Trainers))]
    public void A_missing_or_unsuitable_column_is_named(string name)
    {
        IDataView data = Blobs.Load(_context);
        foreach (string column in (string[])["Absent", "Name", "Varying"])
        {
            Assert.Contains(column, Assert.ThrowsAny<ArgumentException>(() => Of(name, o => o.FeatureColumnName = column).Fit(data)).Message);
            Assert.Contains(column, Assert.ThrowsAny<ArgumentException>(() => Of(name, o => o.LabelColumnName = column).Fit(data)).Message);
            Assert.Contains(column, Assert.ThrowsAny<ArgumentException>(() => Of(name, o => o.ExampleWeightColumnName = column).Fit(data)).Message);
        }
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void The_same_seed_gives_the_same_model_in_another_fit_and_on_any_number_of_threads(string name)
    {
        IDataView data = Blobs.Load(_context);
        AnyTrainer trainer = Of(name, o => o.Threads = 1);

        float[] first = Scores(trainer.Fit(data), data);

        Assert.Equal(first, Scores(trainer.Fit(data), data));
        Assert.Equal(first, Scores(Of(name, o => o.Threads = 2).Fit(data), data));
        Assert.NotEqual(first, Scores(Of(name, o => o.Seed = 8).Fit(data), data));
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Two_fits_are_independent(string name)
    {
        IDataView data = Blobs.Load(_context), other = Blobs.Load(_context, Blobs.Rows(90));
        AnyTrainer trainer = Of(name);
        ITransformer model = trainer.Fit(data);
        float[] before = Scores(model, data);

        trainer.Fit(other);

        Assert.Equal(before, Scores(model, data));
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Fit_leaves_the_options_as_they_were(string name)
    {
        NetworkTrainerOptions? options = null;
        AnyTrainer trainer = Of(name, o => options = o);
        string before = Describe(options!);

        trainer.Fit(Blobs.Load(_context));

        Assert.Equal(before, Describe(options!));
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void A_row_is_scored_alike_wherever_it_stands(string name)
    {
        List<Blobs.Row> rows = Blobs.Rows(60);
        ITransformer model = Of(name).Fit(Blobs.Load(_context));
        int width = Scores(model, Blobs.Load(_context, rows[..1])).Length;

        float[][] forth = [.. Scores(model, Blobs.Load(_context, rows)).Chunk(width)];
        float[][] back = [.. Scores(model, Blobs.Load(_context, rows.AsEnumerable().Reverse())).Chunk(width)];

        Assert.Equal(forth, back.Reverse());
    }

    [Theory]
    [MemberData(nameof(Trainers))]
    public void A_cancelled_token_keeps_the_best_so_far_and_a_cancelled_context_throws(string name)
    {
        using var source = new CancellationTokenSource();
        AnyTrainer trainer = Of(name, o =>
        {
            (o.Epochs, o.CancellationToken) = (10_000, source.Token);
            o.Progress = new Watch(p =>
            {
                if (p.Completed?.Epoch == 3)
                {
                    source.Cancel();
                }
            });
        });
        IDataView data = Blobs.Load(_context);

        TrainingReport report = trainer.ModelOf(trainer.Validated(data, data)).Training!;

        Assert.Equal((StopReason.Cancelled, 3), (report.StopReason, report.Epochs.Count));
        Assert.InRange(report.BestEpoch, 1, 3);

        MethodInfo cancel = typeof(MLContext).GetMethod("CancelExecution", BindingFlags.NonPublic | BindingFlags.Instance)!;
        int epochs = 0;
        Assert.ThrowsAny<OperationCanceledException>(() => Of(name, o => (o.Epochs, o.Progress) = (10_000, new Watch(p =>
        {
            epochs = p.Epoch;
            cancel.Invoke(_context, null);
        }))).Fit(data));
        Assert.InRange(epochs, 1, 2);
    }

    [Theory]
    [InlineData("SignalPropagation binary")]
    [InlineData("SpikingSigProp binary")]
    [InlineData("ContinuousEP binary")]
    public void Two_classes_are_told_apart_and_one_is_too_few(string name)
    {
        IDataView data = Blobs.Load(_context);
        ITransformer model = Of(name).Fit(data);

        CalibratedBinaryClassificationMetrics metrics = _context.BinaryClassification.Evaluate(model.Transform(data), "IsAsh");

        Assert.InRange(metrics.Accuracy, 0.95, 1);
        Assert.Contains("one class only", Assert.ThrowsAny<ArgumentException>(
            () => Of(name).Fit(Blobs.Load(_context, Blobs.Rows().Where(row => row.IsAsh)))).Message);
    }

    [Theory]
    [InlineData("SignalPropagation binary")]
    [InlineData("SpikingSigProp binary")]
    [InlineData("ContinuousEP binary")]
    public void Balanced_classes_make_the_rare_one_more_probable(string name)
    {
        // No feature tells anything: all that is learned is how often the label is true.
        List<Blobs.Row> rows = Blobs.Rows(200);
        for (int i = 0; i < rows.Count; i++)
        {
            (rows[i].Features, rows[i].IsAsh) = ([1, 1, 1, 1], i % 10 == 0);
        }

        IDataView data = Blobs.Load(_context, rows);
        float P(ClassWeighting weights) => Of(name, o =>
        {
            o.Epochs = 20;
            o.Standardize = false;
            if (o is ContinuousEPOptions states)
            {
                states.LearningRates = [0.02f, 0.02f];
            }

            o.GetType().GetProperty("ClassWeights")!.SetValue(o, weights);
        }).Fit(data).Transform(data).GetColumn<float>("Probability").First();

        Assert.InRange(P(ClassWeighting.None), 0, 0.25);
        Assert.InRange(P(ClassWeighting.Balanced), 0.3, 0.8);
    }

    private AnyTrainer Of(string name, Action<NetworkTrainerOptions>? change = null) => AnyTrainer.Of(_context, name, change);

    internal static float[] Scores(ITransformer model, IDataView data)
    {
        IDataView scored = model.Transform(data);
        return scored.Schema["Score"].Type is VectorDataViewType
            ? [.. scored.GetColumn<float[]>("Score").SelectMany(s => s)]
            : [.. scored.GetColumn<float>("Score")];
    }

    private static string Describe(NetworkTrainerOptions options) => string.Join('\n', options.GetType().GetProperties()
        .Select(p => $"{p.Name} = {(p.GetValue(options) is System.Collections.IEnumerable values and not string ? string.Join(' ', values.Cast<object>()) : p.GetValue(options))}"));
}
