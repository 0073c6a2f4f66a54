using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.Data;
using SigProp.Training;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>Training on data views that are read in every epoch and held nowhere.</summary>
public abstract class StreamingTests(string trainer) : EstimatorTests(trainer)
{
    public sealed class OfLayers() : StreamingTests(Layers);

    public sealed class OfSpikes() : StreamingTests(Spikes);

    public sealed class OfStates() : StreamingTests(States);

    public sealed class Line
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public bool Above { get; set; }
    }

    [Theory]
    [InlineData("Key", 1)]
    [InlineData("Key", 2)]
    [InlineData("Number", 2)]
    public void Classes_are_learned_as_in_memory(string label, int threads)
    {
        IDataView data = Blobs.Load(Context);
        SignalPropagationModelParameters model = Trainer(label, change: o => Stream(o, threads)).Fit(data).Model;
        Assert.Equal((300, 0), Rows(model.TrainingReport!));
        ITransformer trained = Trainer("Key", change: o => Stream(o, threads)).Fit(data);
        Assert.InRange(Blobs.Accuracy(trained, data), 0.95, 1);
    }

    [Fact]
    public void The_same_seed_gives_the_same_scores_on_any_number_of_threads()
    {
        IDataView data = Blobs.Load(Context);
        float[][] Scores(int threads) => Digits.Scores(Context, Trainer("Key", change: o => Stream(o, threads)).Fit(data), data);
        Assert.Equal(Scores(1), Scores(3));
    }

    [Fact]
    public void Rows_are_read_in_every_epoch_and_not_kept()
    {
        int read = 0;
        IEnumerable<Blobs.Row> Generated()
        {
            foreach (Blobs.Row row in Blobs.Rows(3000))
            {
                read++;
                yield return row;
            }
        }

        Trainer("Key", change: o => Stream(o, 1)).Fit(Blobs.Load(Context, Generated()));
        // Once to standardise, once to count, and in each of five epochs.
        Assert.Equal(7 * 3000, read);
    }

    [Fact]
    public void A_binary_and_a_regression_trainer_stream_too_and_take_a_validation_set()
    {
        var random = new Random(1);
        List<Line> lines = [.. Enumerable.Range(0, 600).Select(_ =>
        {
            float a = random.NextSingle(), b = random.NextSingle();
            return new Line { Features = [a, b], Label = 10 + (5 * a) - b, Above = a > b };
        })];
        IDataView data = Context.Data.LoadFromEnumerable(lines), validation = Context.Data.LoadFromEnumerable(lines.Take(100));
        var binary = Context.BinaryClassification.Trainers.SignalPropagation(new SignalPropagationBinaryTrainer.Options
        {
            LabelColumnName = "Above",
            Epochs = 10,
            HiddenLayers = [16],
            Streaming = true,
            ShuffleBufferRows = 50,
            LearningRate = 0.02f,
        }).Fit(data, validation);
        Assert.Equal((600, 100), Rows(binary.Model.TrainingReport!));
        Assert.InRange(Context.BinaryClassification.Evaluate(binary.Transform(data), "Above").Accuracy, 0.93, 1);
        var regression = Context.Regression.Trainers.SignalPropagation(new SignalPropagationRegressionTrainer.Options
        {
            Epochs = 20,
            HiddenLayers = [32],
            Streaming = true,
            ShuffleBufferRows = 50,
            LearningRate = 0.01f,
        }).Fit(data);
        Assert.InRange(Context.Regression.Evaluate(regression.Transform(data)).RSquared, 0.9, 1);
    }

    [Fact]
    public void Rows_that_cannot_be_used_are_skipped_and_told_once()
    {
        var messages = new Messages(Context);
        List<Blobs.Row> rows = Blobs.Rows();
        rows[7].Features = [float.NaN, 0, 0, 0];
        rows[8].Key = 9;
        TrainingReport report = Trainer("Key", change: o => Stream(o, 1)).Fit(Blobs.Load(Context, rows)).Model.TrainingReport!;
        Assert.Equal((298, 0), Rows(report));
        Assert.Contains("Skipped 2 of the 300", Assert.Single(messages.Of(Microsoft.ML.Runtime.ChannelMessageKind.Warning)), StringComparison.Ordinal);
    }

    [Fact]
    public void Features_are_standardised_as_in_memory()
    {
        float[] features = [.. Blobs.Rows().SelectMany(r => r.Features)];
        var image = new ImageShape(2, 1, 2);
        var scaling = new ScalingSurvey(4, null, unitRange: false);
        var channels = new ScalingSurvey(4, image, unitRange: false);
        for (int i = 0; i < features.Length; i += 4)
        {
            var row = new VBuffer<float>(4, features[i..(i + 4)]);
            scaling.Add(in row);
            channels.Add(in row);
        }

        var expected = (StandardScaling)FeatureScaling.Fit(features, 4, null, unitRange: false);
        var actual = (StandardScaling)scaling.Encoding();
        Close(expected.Means, actual.Means);
        Close(expected.Deviations, actual.Deviations);
        var expectedChannels = (ChannelScaling)FeatureScaling.Fit(features, 4, image, unitRange: false);
        var actualChannels = (ChannelScaling)channels.Encoding();
        Close(expectedChannels.Means, actualChannels.Means);
        Close(expectedChannels.Deviations, actualChannels.Deviations);
    }

    [Fact]
    public void Numbers_are_cut_as_in_memory()
    {
        float[] features = [.. Blobs.Rows(1000).SelectMany(r => r.Features)];
        var survey = new ScalingSurvey(4, null, unitRange: false, bins: null);
        for (int i = 0; i < features.Length; i += 4)
        {
            var row = new VBuffer<float>(4, features[i..(i + 4)]);
            survey.Add(in row);
        }

        var expected = Assert.IsType<PiecewiseLinearEncoding>(FeatureScaling.Fit(features, 4, null, unitRange: false, bins: null));
        var actual = Assert.IsType<PiecewiseLinearEncoding>(survey.Encoding());
        Assert.Equal(4 * 15, expected.Sources.Count);
        Assert.Equal(expected.Sources, actual.Sources);
        Assert.Equal(expected.From, actual.From);
        Assert.Equal(expected.To, actual.To);
        Close(expected.Scaling.Means, actual.Scaling.Means);
        Close(expected.Scaling.Deviations, actual.Scaling.Deviations);
    }

    [Fact]
    public void Features_are_brought_to_0_and_1_as_in_memory()
    {
        float[] features = [.. Blobs.Rows().SelectMany(r => r.Features)];
        foreach (ImageShape? image in (ImageShape?[])[null, new ImageShape(2, 1, 2)])
        {
            var scaling = new ScalingSurvey(4, image, unitRange: true);
            for (int i = 0; i < features.Length; i += 4)
            {
                var row = new VBuffer<float>(4, features[i..(i + 4)]);
                scaling.Add(in row);
            }

            Assert.Equal(FeatureScaling.Fit(features, 4, image, unitRange: true), scaling.Encoding());
        }
    }

    [Fact]
    public void A_buffer_of_less_than_no_rows_is_refused()
        => Assert.Throws<ConfigurationException>(() => Trainer("Key", change: o => o.ShuffleBufferRows = -1));

    private static void Close(IReadOnlyList<float> expected, IReadOnlyList<float> actual)
        => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));

    private static void Stream(NetworkTrainerOptions options, int threads)
    {
        options.Streaming = true;
        options.ShuffleBufferRows = 64;
        options.Threads = threads;
    }

    private static (int Training, int Validation) Rows(TrainingReport report) => (report.TrainingRows, report.ValidationRows);
}
