using Microsoft.ML;
using SigProp.Continuous;
using SigProp.Optimizers;
using SigProp.Training;
using Xunit;

namespace SigProp.MLNet.Tests;

public sealed class ContinuousOptionsTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Untouched_options_are_the_engines_defaults()
    {
        TrainerSettings settings = TrainerSettings.From(new ContinuousEPTrainer.Options());

        Assert.Equal(new TrainingOptions(), settings.Training);
        Assert.Equal(NetworkSpec.Create(1, 2).Dense(256).Dense(256).Continuous().Build(), settings.Network);
    }

    [Fact]
    public void Every_option_reaches_the_engine()
    {
        var options = new ContinuousEPTrainer.Options
        {
            LabelColumnName = "Key",
            HiddenLayers = [9, 7],
            Feedback = ContinuousFeedback.FixedLoop,
            StepSize = 0.25f,
            FreeSteps = 15,
            NudgedSteps = 5,
            Beta = -0.5f,
            BetaSign = BetaSign.Alternating,
            LearningRates = [0.3f, 0.2f, 0.1f],
            LoopLearningRate = 0.04f,
            Tolerance = 1e-4f,
            PersistentStates = true,
            LoopSignal = LoopSignal.CorrectedOutput,
            ClassWeights = ClassWeighting.Balanced,
            Epochs = 2,
            BatchSize = 10,
            Schedule = LearningRateSchedule.Step,
            ValidationFraction = 0.25,
            Patience = 2,
            Threads = 2,
            Seed = 4,
        };

        Model model = _context.MulticlassClassification.Trainers.ContinuousEP(options).Fit(Blobs.Load(_context)).Model.Model;

        NetworkSpec spec = model.Network.Spec;
        Assert.Equal([new DenseSpec(9), new DenseSpec(7)], spec.Layers);
        Assert.Equal(
            new ContinuousSpec
            {
                Feedback = ContinuousFeedback.FixedLoop,
                StepSize = 0.25f,
                FreeSteps = 15,
                NudgedSteps = 5,
                Beta = -0.5f,
                BetaSign = BetaSign.Alternating,
                LearningRates = [0.3f, 0.2f, 0.1f],
                LoopLearningRate = 0.04f,
                Tolerance = 1e-4f,
                PersistentStates = true,
                LoopSignal = LoopSignal.CorrectedOutput,
            },
            spec.Continuous);
        Assert.Equal(
            new TrainingOptions
            {
                Epochs = 2,
                BatchSize = 10,
                Schedule = LearningRateSchedule.Step,
                ValidationFraction = 0.25,
                Patience = 2,
                ClassWeights = ClassWeighting.Balanced,
                Threads = 2,
                Seed = 4,
            },
            model.Training!.Options);
    }

    [Fact]
    public void Everything_wrong_is_listed_at_once_when_the_trainer_is_made()
    {
        var options = new ContinuousEPTrainer.Options
        {
            StepSize = 1.5f,
            FreeSteps = 0,
            NudgedSteps = 0,
            Beta = 0,
            LearningRates = [0.1f],
            LoopLearningRate = 0,
            Tolerance = -1,
            Epochs = 0,
        };

        var exception = Assert.Throws<ConfigurationException>(() => _context.MulticlassClassification.Trainers.ContinuousEP(options));

        Assert.StartsWith("The ContinuousEP trainer cannot be used: ", exception.Message);
        string[] named =
        [
            "StepSize is 1.5", "FreeSteps is 0", "NudgedSteps is 0", "Beta is 0", "LearningRates has", "LoopLearningRate is 0", "Tolerance is -1", "Epochs is 0",
        ];
        Assert.All(named, name => Assert.Contains(exception.Errors, error => error.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_step_that_overshoots_is_refused()
    {
        var options = new ContinuousEPTrainer.Options { StepSize = 1, Beta = 2 };

        Assert.Contains("StepSize", Assert.Throws<ConfigurationException>(() => _context.MulticlassClassification.Trainers.ContinuousEP(options)).Message);
    }
}
