using Microsoft.ML;
using Microsoft.ML.Runtime;
using SigProp.Data;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>Rows with missing values that are learned from and answered.</summary>
public sealed class MissingValueTests
{
    private readonly MLContext _context = new(seed: 1);

    public static TheoryData<string> Trainers => [.. AnyTrainer.Names];

    [Theory]
    [MemberData(nameof(Trainers))]
    public void Rows_with_missing_values_are_learned_from_and_answered(string name)
    {
        var messages = new Messages(_context);
        List<Blobs.Row> rows = Blobs.Rows();
        rows[5].Features[1] = float.PositiveInfinity;
        IDataView data = Blobs.Load(_context, Holed(rows));
        foreach (bool streaming in (bool[])[false, true])
        {
            AnyTrainer trainer = AnyTrainer.Of(_context, name, o => (o.MissingValues, o.Streaming) = (MissingValues.Impute, streaming));
            ITransformer model = trainer.Fit(data);

            Model engine = trainer.ModelOf(model);
            Assert.Equal(299, engine.Training!.TrainingRows);
            var imputation = Assert.IsType<MissingValueImputation>(engine.Encoding);
            Assert.Equal([1, 2], imputation.Indicators);
            Assert.Equal(6, engine.Network.InputWidth);
            Assert.Equal(rows.Where((r, i) => i != 5 && !float.IsNaN(r.Features[2])).Average(r => r.Features[2]), imputation.Means[2], 1e-4f);
            Assert.Equal("Skipped 1 of the 300 training rows: 1 with infinite features.", messages.Of(ChannelMessageKind.Warning)[^1]);
            float[] scores = WorkoutTests.Scores(model, data);
            float[][] answers = [.. scores.Chunk(scores.Length / 300)];
            Assert.All(answers.Where((_, i) => i != 5), answer => Assert.All(answer, s => Assert.True(float.IsFinite(s))));
            Assert.All(answers[5], s => Assert.Equal(float.NaN, s));
            Assert.Equal(300, trainer.ModelOf(trainer.More(Blobs.Load(_context, Holed(Blobs.Rows())), model)).Training!.TrainingRows);
        }
    }

    [Fact]
    public void A_feature_that_is_missing_for_the_first_time_becomes_its_mean()
    {
        AnyTrainer trainer = AnyTrainer.Of(_context, "SignalPropagation", o => o.MissingValues = MissingValues.Impute);
        ITransformer model = trainer.Fit(Blobs.Load(_context));
        var imputation = (MissingValueImputation)trainer.ModelOf(model).Encoding!;
        List<Blobs.Row> missing = Blobs.Rows(9), filled = Blobs.Rows(9);
        missing.ForEach(r => r.Features[3] = float.NaN);
        filled.ForEach(r => r.Features[3] = imputation.Means[3]);

        Assert.Empty(imputation.Indicators);
        Assert.Equal(WorkoutTests.Scores(model, Blobs.Load(_context, filled)), WorkoutTests.Scores(model, Blobs.Load(_context, missing)));
    }

    [Fact]
    public void In_memory_and_streaming_learn_the_same_encoding()
    {
        IDataView data = Blobs.Load(_context, Holed(Blobs.Rows()));
        MissingValueImputation Encoding(bool streaming)
        {
            AnyTrainer trainer = AnyTrainer.Of(_context, "SignalPropagation", o => (o.MissingValues, o.Streaming) = (MissingValues.Impute, streaming));
            return (MissingValueImputation)trainer.ModelOf(trainer.Fit(data)).Encoding!;
        }

        MissingValueImputation memory = Encoding(false), stream = Encoding(true);

        Assert.Equal(memory.Means, stream.Means);
        Assert.Equal(((StandardScaling)memory.Inner!).Deviations, ((StandardScaling)stream.Inner!).Deviations, (a, b) => Math.Abs(a - b) < 1e-5f);
    }

    [Fact]
    public void What_a_gap_tells_is_learned()
    {
        // The features tell nothing but where one is missing.
        List<Blobs.Row> rows = Blobs.Rows();
        var random = new Random(2);
        rows.ForEach(r => r.Features = [random.NextSingle(), r.IsAsh ? float.NaN : random.NextSingle(), random.NextSingle(), random.NextSingle()]);
        IDataView data = Blobs.Load(_context, rows);

        IDataView scored = AnyTrainer.Of(_context, "SignalPropagation binary", o => o.MissingValues = MissingValues.Impute).Fit(data).Transform(data);

        Assert.InRange(_context.BinaryClassification.Evaluate(scored, "IsAsh").Accuracy, 0.95, 1);
    }

    [Fact]
    public void Images_and_time_series_get_no_further_features()
    {
        IDataView data = Blobs.Load(_context, Holed(Blobs.Rows()));
        Model OfImages() => Engine("SignalPropagation", o => ((LayeredTrainerOptions)o).Image = new ImageShape(1, 2, 2));
        Model OfSeries() => Engine("SpikingSigProp", o => ((SpikingSigPropOptions)o).Input = Spiking.SpikingInput.TimeSeries);
        Model OfRanges() => Engine("SpikingSigProp", o => ((SpikingSigPropOptions)o).Input = Spiking.SpikingInput.Latency);

        Assert.Equal([4, 4, 6], (int[])[.. ((Model[])[OfImages(), OfSeries(), OfRanges()]).Select(m => m.Network.InputWidth)]);

        Model Engine(string name, Action<NetworkTrainerOptions> change)
        {
            AnyTrainer trainer = AnyTrainer.Of(_context, name, o =>
            {
                o.MissingValues = MissingValues.Impute;
                change(o);
            });
            return trainer.ModelOf(trainer.Fit(data));
        }
    }

    [Fact]
    public void An_unknown_way_is_refused()
        => Assert.Contains("MissingValues 7 is unknown; choose Skip, Impute", Assert.Throws<ConfigurationException>(
            () => AnyTrainer.Of(_context, "SignalPropagation", o => o.MissingValues = (MissingValues)7)).Message);

    private static List<Blobs.Row> Holed(List<Blobs.Row> rows)
    {
        for (int i = 0; i < rows.Count; i += 7)
        {
            rows[i].Features[1 + (i % 2)] = float.NaN;
        }

        return rows;
    }
}
