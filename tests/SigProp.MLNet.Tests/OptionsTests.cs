using Microsoft.ML;
using SigProp.Optimizers;
using SigProp.Training;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class OptionsTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Defaults_are_these()
    {
        var options = new SignalPropagationTrainer.Options();

        Assert.Equal("Label", options.LabelColumnName);
        Assert.Equal("Features", options.FeatureColumnName);
        Assert.Equal([256, 256], options.HiddenLayers);
        Assert.Equal(Activation.LeakyReLU, options.Activation);
        Assert.Equal(0.2f, options.Dropout);
        Assert.Null(options.PiecewiseBins);
        Assert.False(options.BatchNormalization);
        Assert.Equal(LocalLossKind.Dot, options.Loss);
        Assert.Equal(new TargetGeneratorSpec(), options.Targets);
        Assert.Equal(3, options.TopK);
        Assert.Null(options.Layers);
        Assert.Null(options.Image);
        Assert.Equal(HeadKind.Classifier, options.Head);
        Assert.Null(options.TreeBudget);
        Assert.Null(options.EarlyExitMargin);
        Assert.Null(options.ExitLayer);
        Assert.Null(options.ExampleWeightColumnName);
        Assert.Equal(ClassWeighting.None, options.ClassWeights);
        Assert.Null(options.Augmentation);
        Assert.True(options.Calibrate);
        Assert.Equal(0, options.Epochs);
        Assert.Equal(0, options.BatchSize);
        Assert.Equal(new AdamSpec { LearningRate = 0.001f }, options.Optimizer);
        Assert.Null(options.LearningRate);
        Assert.Null(options.WeightDecay);
        Assert.Equal(LearningRateSchedule.Constant, options.Schedule);
        Assert.Null(options.WeightAveraging);
        Assert.Equal(0, options.GradientClipNorm);
        Assert.Equal(0.1, options.ValidationFraction);
        Assert.Equal(10, options.Patience);
        Assert.True(options.Standardize);
        Assert.Equal(0, options.Threads);
        Assert.Equal(PipelineMode.Auto, options.Pipeline);
        Assert.Equal(TrainingPrecision.Single, options.Precision);
        Assert.Equal(TrainingDevice.Managed, options.Device);
        Assert.Null(options.Seed);
        Assert.Null(options.CheckpointFolder);
        Assert.Null(options.Progress);
        Assert.Equal(CancellationToken.None, options.CancellationToken);
        Assert.False(options.Streaming);
        Assert.Equal(MissingValues.Skip, options.MissingValues);
        Assert.False(options.KeepTrainingState);
        Assert.False(options.AddClasses);
        Assert.Equal(0, options.ShuffleBufferRows);
        Type type = typeof(SignalPropagationTrainer.Options);
        Assert.Equal(44, type.GetProperties().Length + type.GetFields().Length);
    }

    [Fact]
    public void Untouched_options_are_the_engines_defaults_but_for_what_suits_tables()
    {
        TrainerSettings settings = TrainerSettings.From(new SignalPropagationTrainer.Options());

        Assert.Equal(new TrainingOptions { Patience = 10, Schedule = LearningRateSchedule.Constant, WeightAveraging = 2 }, settings.Training);
        NetworkSpec engine = NetworkSpec.Create(1, 2).Dense(256, dropout: 0.2f).Dense(256, dropout: 0.2f).Build();
        Assert.Equal(engine with { Layers = settings.Network.Layers }, settings.Network);
        Assert.Equal(engine.Layers, settings.Network.Layers);
    }

    [Theory]
    [InlineData(100, 60, 20)]
    [InlineData(8_000, 40, 20)]
    [InlineData(20_000, 16, 16)]
    [InlineData(1_000_000, 8, 8)]
    [InlineData(null, 20, 20)]
    public void By_default_many_rows_are_seen_fewer_times(int? rows, int epochs, int withoutEarlyStopping)
    {
        var options = new SignalPropagationTrainer.Options();
        Assert.Equal((epochs, withoutEarlyStopping), (TrainerSettings.From(options).EpochsFor(rows, true), TrainerSettings.From(options).EpochsFor(rows, false)));
        options.Patience = null;
        Assert.Equal(withoutEarlyStopping, TrainerSettings.From(options).EpochsFor(rows, true));
        Assert.Equal(30, TrainerSettings.From(new SignalPropagationTrainer.Options { Epochs = 30 }).EpochsFor(rows, true));
        Assert.Equal(20, TrainerSettings.From(new SpikingSigPropTrainer.Options()).EpochsFor(rows, true));
    }

    [Fact]
    public void Parameters_are_averaged_by_default_unless_in_16_bits()
    {
        double? Averaging(LayeredTrainerOptions options) => TrainerSettings.From(options).Training.WeightAveraging;
        Assert.Equal(2, Averaging(new SignalPropagationRegressionTrainer.Options()));
        Assert.Equal(0.5, Averaging(new SignalPropagationBinaryTrainer.Options { WeightAveraging = 0.5 }));
        Assert.Null(Averaging(new SignalPropagationTrainer.Options { WeightAveraging = 0 }));
        Assert.Null(Averaging(new SignalPropagationTrainer.Options { Precision = TrainingPrecision.Half }));
        Assert.Null(Averaging(new SpikingSigPropTrainer.Options()));
        Assert.Contains(
            "WeightAveraging is set",
            Assert.Throws<ConfigurationException>(() => Averaging(new SignalPropagationTrainer.Options { Precision = TrainingPrecision.Half, WeightAveraging = 1 })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "WeightAveraging is -1; it must be at least 0", Assert.Throws<ConfigurationException>(() => Averaging(new SignalPropagationTrainer.Options { WeightAveraging = -1 })).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, true, false, "at least 2, or 0 for none")]
    [InlineData(8, false, false, "Standardize is false")]
    [InlineData(8, true, true, "the features are images")]
    public void Pieces_that_cannot_be_made_are_refused(int bins, bool standardize, bool images, string reason)
    {
        var options = new SignalPropagationTrainer.Options
        {
            PiecewiseBins = bins,
            Standardize = standardize,
            Image = images ? new ImageShape(1, 2, 2) : null,
        };

        Assert.Contains(reason, Assert.Throws<ConfigurationException>(() => TrainerSettings.From(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_reaches_the_engine()
    {
        var options = new SignalPropagationTrainer.Options
        {
            LabelColumnName = "Key",
            HiddenLayers = [9, 7],
            Activation = Activation.Tanh,
            Dropout = 0.1f,
            BatchNormalization = true,
            Loss = LocalLossKind.SquaredDistance,
            Targets = new TargetGeneratorSpec { Learned = false },
            TopK = 4,
            Head = HeadKind.NearestTarget,
            TreeBudget = 2,
            ClassWeights = ClassWeighting.Balanced,
            Calibrate = false,
            Epochs = 2,
            BatchSize = 10,
            Optimizer = new SgdSpec { Momentum = 0.5f },
            LearningRate = 0.02f,
            WeightDecay = 0.001f,
            Schedule = LearningRateSchedule.Step,
            WeightAveraging = 3.5,
            GradientClipNorm = 3,
            ValidationFraction = 0.25,
            Patience = 2,
            Threads = 2,
            Pipeline = PipelineMode.On,
            Seed = 4,
        };

        var model = _context.MulticlassClassification.Trainers.SignalPropagation(options).Fit(Blobs.Load(_context)).Model;

        var layer = new DenseSpec(9) { Activation = Activation.Tanh, Dropout = 0.1f, BatchNormalization = true };
        NetworkSpec network = model.Network.Spec;
        Assert.Equal([layer, layer with { Units = 7 }], network.Layers);
        Assert.Equal((4, 3, LocalLossKind.SquaredDistance, 4, false, HeadKind.NearestTarget, 2),
            (network.Inputs, network.Classes, network.Loss, network.TopK, network.Targets.Learned, network.Head, network.TreeBudget));
        Assert.Equal(
            new TrainingOptions
            {
                Epochs = 2,
                BatchSize = 10,
                Optimizer = new SgdSpec { Momentum = 0.5f, LearningRate = 0.02f, WeightDecay = 0.001f },
                Schedule = LearningRateSchedule.Step,
                WeightAveraging = 3.5,
                GradientClipNorm = 3,
                ValidationFraction = 0.25,
                Patience = 2,
                ClassWeights = ClassWeighting.Balanced,
                Calibrate = false,
                Threads = 2,
                Pipeline = PipelineMode.On,
                Seed = 4,
            },
            model.TrainingReport!.Options);
    }

    [Fact]
    public void The_short_form_sets_what_it_names()
    {
        var model = _context.MulticlassClassification.Trainers
            .SignalPropagation("Key", "Features", hiddenLayers: [5], epochs: 2, batchSize: 30, learningRate: 0.5f)
            .Fit(Blobs.Load(_context)).Model;

        Assert.Equal(new DenseSpec(5) { Dropout = 0.2f }, Assert.Single(model.Network.Spec.Layers));
        TrainingOptions training = model.TrainingReport!.Options;
        Assert.Equal((2, 30, 0.5f), (training.Epochs, training.BatchSize, training.Optimizer.LearningRate));
    }

    [Fact]
    public void Everything_wrong_is_listed_at_once_when_the_trainer_is_made()
    {
        var options = new SignalPropagationTrainer.Options
        {
            LabelColumnName = "",
            HiddenLayers = [8, 0],
            Epochs = -1,
            BatchSize = -1,
            LearningRate = 0,
            Dropout = 1.5f,
            ValidationFraction = 1,
            Patience = 0,
            Threads = -2,
        };

        var exception = Assert.Throws<ConfigurationException>(() => _context.MulticlassClassification.Trainers.SignalPropagation(options));

        Assert.StartsWith("The SignalPropagation trainer cannot be used: ", exception.Message);
        string[] named = ["LabelColumnName", "Units is 0", "Epochs", "BatchSize", "LearningRate", "Dropout", "ValidationFraction", "Patience", "Threads"];
        Assert.All(named, name => Assert.Contains(exception.Errors, error => error.Contains(name, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(new int[0])]
    public void A_network_needs_a_hidden_layer(int[]? layers)
    {
        var options = new SignalPropagationTrainer.Options { HiddenLayers = layers! };

        Assert.Contains("at least 1 hidden layer", Assert.Throws<ConfigurationException>(
            () => _context.MulticlassClassification.Trainers.SignalPropagation(options)).Message);
    }

    [Fact]
    public void Nulls_and_one_column_for_two_are_refused()
    {
        var trainers = _context.MulticlassClassification.Trainers;

        Assert.Throws<ArgumentNullException>(() => trainers.SignalPropagation((SignalPropagationTrainer.Options)null!));
        Assert.Throws<ConfigurationException>(() => trainers.SignalPropagation((string)null!));
        Assert.Throws<ConfigurationException>(() => trainers.SignalPropagation("Same", "Same"));
        Assert.Throws<ConfigurationException>(() => trainers.SignalPropagation(new SignalPropagationTrainer.Options { Optimizer = null! }));
    }

    [Fact]
    public void Later_changes_to_the_options_do_not_reach_the_trainer()
    {
        SignalPropagationTrainer.Options options = Digits.Quick;
        options.LabelColumnName = "Key";
        SignalPropagationTrainer trainer = _context.MulticlassClassification.Trainers.SignalPropagation(options);
        options.HiddenLayers[0] = 3;
        options.Epochs = 1;

        var model = trainer.Fit(Blobs.Load(_context)).Model;

        Assert.Equal(new DenseSpec(32) { Dropout = 0.2f }, Assert.Single(model.Network.Spec.Layers));
        Assert.Equal(3, model.TrainingReport!.Epochs.Count);
    }
}
