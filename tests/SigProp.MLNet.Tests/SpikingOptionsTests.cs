using Microsoft.ML;
using Microsoft.ML.Runtime;
using SigProp.Optimizers;
using SigProp.Spiking;
using SigProp.Training;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class SpikingOptionsTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Untouched_options_are_the_engines_defaults()
    {
        TrainerSettings settings = TrainerSettings.From(new SpikingSigPropTrainer.Options());

        Assert.Equal(new TrainingOptions(), settings.Training);
        Assert.Equal(NetworkSpec.Create(1, 2).Dense(256).Dense(256).Spiking().Build(), settings.Network);
    }

    [Fact]
    public void A_layer_that_dies_is_warned_of_once()
    {
        var messages = new Messages(_context);

        _context.MulticlassClassification.Trainers.SpikingSigProp(labelColumnName: "Key", hiddenLayers: [8], threshold: 1e6f, epochs: 3).Fit(Blobs.Load(_context));

        Assert.StartsWith("layer1 has died: 8 of its 8 neurons", Assert.Single(messages.Of(ChannelMessageKind.Warning)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_reaches_the_engine()
    {
        var options = new SpikingSigPropTrainer.Options
        {
            LabelColumnName = "Key",
            HiddenLayers = [9, 7],
            Dropout = 0.1f,
            BatchNormalization = true,
            Targets = new TargetGeneratorSpec { Learned = false },
            Steps = 3,
            Neuron = NeuronKind.LeakyIntegrateAndFire,
            TimeConstant = 3,
            Reset = NeuronReset.Soft,
            Threshold = 0.75f,
            Surrogate = SurrogateKind.Triangle,
            SurrogateSlope = 2,
            Input = SpikingInput.Latency,
            ClassWeights = ClassWeighting.Balanced,
            Epochs = 2,
            BatchSize = 10,
            Optimizer = new SgdSpec { Momentum = 0.5f },
            LearningRate = 0.02f,
            WeightDecay = 0.001f,
            GradientClipNorm = 3,
            Precision = TrainingPrecision.Half,
        };

        Model model = _context.MulticlassClassification.Trainers.SpikingSigProp(options).Fit(Blobs.Load(_context)).Model.Model;

        var layer = new DenseSpec(9) { Dropout = 0.1f, BatchNormalization = true };
        NetworkSpec spec = model.Network.Spec;
        Assert.Equal([layer, layer with { Units = 7 }], spec.Layers);
        Assert.False(spec.Targets.Learned);
        Assert.Equal(
            new SpikingSpec
            {
                Steps = 3,
                Neuron = NeuronKind.LeakyIntegrateAndFire,
                TimeConstant = 3,
                Reset = NeuronReset.Soft,
                Threshold = 0.75f,
                Surrogate = SurrogateKind.Triangle,
                SurrogateSlope = 2,
                Input = SpikingInput.Latency,
            },
            spec.Spiking);
        TrainingOptions training = model.Training!.Options;
        Assert.Equal(
            (2, 10, ClassWeighting.Balanced, 3f, new SgdSpec { Momentum = 0.5f, LearningRate = 0.02f, WeightDecay = 0.001f }),
            (training.Epochs, training.BatchSize, training.ClassWeights, training.GradientClipNorm, training.Optimizer));
        Assert.Equal(TrainingPrecision.Half, training.Precision);
        Assert.IsType<Data.RangeScaling>(model.Encoding);
    }

    [Fact]
    public void Everything_wrong_is_listed_at_once_when_the_trainer_is_made()
    {
        var options = new SpikingSigPropTrainer.Options { Steps = 0, Threshold = 0, TimeConstant = 1, SurrogateSlope = -1, Epochs = 0, HiddenLayers = [0] };

        var exception = Assert.Throws<ConfigurationException>(() => _context.MulticlassClassification.Trainers.SpikingSigProp(options));

        Assert.StartsWith("The SpikingSigProp trainer cannot be used: ", exception.Message);
        string[] named = ["Steps is 0", "Threshold is 0", "TimeConstant is 1", "SurrogateSlope is -1", "Epochs is 0", "Units is 0"];
        Assert.All(named, name => Assert.Contains(exception.Errors, error => error.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void The_short_form_sets_what_it_names()
    {
        Model model = _context.MulticlassClassification.Trainers
            .SpikingSigProp("Key", hiddenLayers: [5], steps: 6, threshold: 0.25f, epochs: 2, batchSize: 30, learningRate: 0.5f)
            .Fit(Blobs.Load(_context)).Model.Model;

        Assert.Equal(new DenseSpec(5), Assert.Single(model.Network.Spec.Layers));
        Assert.Equal(new SpikingSpec { Steps = 6, Threshold = 0.25f }, model.Network.Spec.Spiking);
        TrainingOptions training = model.Training!.Options;
        Assert.Equal((2, 30, 0.5f), (training.Epochs, training.BatchSize, training.Optimizer.LearningRate));
    }

    [Fact]
    public void A_time_series_needs_features_for_every_step()
    {
        var trainer = _context.MulticlassClassification.Trainers.SpikingSigProp(
            new SpikingSigPropTrainer.Options { LabelColumnName = "Key", Steps = 3, Input = SpikingInput.TimeSeries });

        Assert.Contains("no multiple of the 3 Steps", Assert.Throws<ConfigurationException>(() => trainer.Fit(Blobs.Load(_context))).Message);
    }
}
