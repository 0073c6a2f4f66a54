using Microsoft.ML;
using Microsoft.ML.Data;
using SigProp.Data;
using SigProp.Training;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class ImageTests
{
    private static readonly ImageShape s_shape = new(1, 8, 8);

    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void A_convolutional_network_tells_95_of_100_digits()
    {
        DataOperationsCatalog.TrainTestData split = _context.Data.TrainTestSplit(Digits.Load(_context), testFraction: 0.2, seed: 0);
        LayerSpec[] layers =
        [
            new ConvolutionSpec(16) { BatchNormalization = true },
            new PoolingSpec(PoolingKind.Max, 2),
            new ConvolutionSpec(32) { BatchNormalization = true },
            new DenseSpec(128) { BatchNormalization = true },
        ];
        SignalPropagationTrainer trainer = _context.MulticlassClassification.Trainers.SignalPropagation(new SignalPropagationTrainer.Options
        {
            Image = s_shape,
            Layers = layers,
            Targets = new TargetGeneratorSpec { Sparse = true },
            Epochs = 8,
        });

        var model = Digits.Keys(_context).Append(trainer).Fit(split.TrainSet);
        MulticlassClassificationMetrics metrics = _context.MulticlassClassification.Evaluate(model.Transform(split.TestSet));

        Assert.InRange(metrics.MicroAccuracy, 0.95, 1);
        NetworkSpec network = model.LastTransformer.Model.Network.Spec;
        Assert.Equal((s_shape, true), (network.Image, network.Targets.Sparse));
        Assert.Equal(layers, network.Layers);
    }

    [Fact]
    public void The_networks_of_the_paper_and_augmentation_are_to_be_had()
    {
        var augmentation = new ImageAugmentation { CropPadding = 1 };
        SignalPropagationTrainer trainer = _context.MulticlassClassification.Trainers.SignalPropagation(new SignalPropagationTrainer.Options
        {
            Image = s_shape,
            Layers = NetworkPresets.Layers(NetworkPreset.Convolutional, 0.25),
            Augmentation = augmentation,
            Epochs = 1,
        });

        var model = Digits.Keys(_context).Append(trainer).Fit(Digits.Load(_context)).LastTransformer.Model;

        Assert.Equal(NetworkPresets.Layers(NetworkPreset.Convolutional, 0.25), model.Network.Spec.Layers);
        Assert.Equal(augmentation, model.TrainingReport!.Options.Augmentation);
    }

    [Fact]
    public void Channels_are_standardised_as_a_whole()
    {
        // Two channels of two pixels, of which the first is the same in all images.
        Blobs.Row[] rows = [.. Blobs.Rows()];
        foreach (Blobs.Row row in rows)
        {
            row.Features[0] = 7;
        }

        var model = Blobs.Trainer(_context, "Key", change: o => o.Image = new ImageShape(2, 1, 2)).Fit(Blobs.Load(_context, rows));

        var scaling = Assert.IsType<ChannelScaling>(model.Model.Model.Encoding);
        for (int channel = 0; channel < 2; channel++)
        {
            float[] values = [.. rows.SelectMany(row => row.Features.Skip(2 * channel).Take(2))];
            double mean = values.Average(v => (double)v);
            Assert.Equal(mean, scaling.Means[channel], 4);
            Assert.Equal(Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), scaling.Deviations[channel], 4);
        }

        float[] expected = new float[3], first = [.. rows[0].Features];
        scaling.Apply(first);
        model.Model.Network.Predict(first, expected);
        Assert.Equal(expected, Digits.Scores(_context, model, Blobs.Load(_context, rows))[0]);
    }

    [Fact]
    public void A_channel_that_never_changes_is_left_as_wide_as_it_is()
    {
        List<Blobs.Row> rows = Blobs.Rows();
        rows.ForEach(row => row.Features = [.. row.Features[..2], 5, 5]);

        var model = Blobs.Trainer(_context, "Key", change: o => o.Image = new ImageShape(2, 1, 2)).Fit(Blobs.Load(_context, rows));

        var scaling = Assert.IsType<ChannelScaling>(model.Model.Model.Encoding);
        Assert.Equal((5f, 1f), (scaling.Means[1], scaling.Deviations[1]));
    }

    [Fact]
    public void Features_that_are_no_such_images_are_refused()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => Blobs.Trainer(_context, "Key", change: o => o.Image = new ImageShape(1, 7, 7)).Fit(Blobs.Load(_context)));

        Assert.Contains("'Features' of the training data has 4 features; images of 1 x 7 x 7 have 49", exception.Message);
    }

    [Fact]
    public void What_does_not_go_with_images_and_layers_is_listed()
    {
        var options = new SignalPropagationTrainer.Options
        {
            Layers = [new ConvolutionSpec(4), new PoolingSpec(PoolingKind.Max, 2)],
            Dropout = 0.5f,
            Augmentation = new ImageAugmentation(),
        };

        var exception = Assert.Throws<ConfigurationException>(() => _context.MulticlassClassification.Trainers.SignalPropagation(options));

        string[] named = ["set them in each layer", "set Image to their shape"];
        Assert.All(named, name => Assert.Contains(exception.Errors, error => error.Contains(name, StringComparison.Ordinal)));
        Assert.Contains("Image is 0 x 8 x 8", Assert.Throws<ConfigurationException>(() => _context.MulticlassClassification.Trainers.SignalPropagation(
            new SignalPropagationTrainer.Options { Image = new ImageShape(0, 8, 8) })).Message);
        Assert.Contains("one array can hold", Assert.Throws<ConfigurationException>(() => _context.MulticlassClassification.Trainers.SignalPropagation(
            new SignalPropagationTrainer.Options { Image = new ImageShape(1 << 20, 1 << 20, 1 << 20) })).Message);
    }
}
