using Microsoft.ML;
using SigProp.Optimizers;
using SigProp.Training;
using Xunit;

namespace SigProp.MLNet.Tests;

/// <summary>The options of the binary and the regression trainer, as far as they are not those of <see cref="OptionsTests"/>.</summary>
public sealed class TaskOptionsTests
{
    private readonly MLContext _context = new(seed: 1);

    [Fact]
    public void Untouched_options_are_the_engines_defaults_but_for_what_suits_tables()
    {
        TrainerSettings binary = TrainerSettings.From(new SignalPropagationBinaryTrainer.Options());
        TrainerSettings regression = TrainerSettings.From(new SignalPropagationRegressionTrainer.Options());

        var training = new TrainingOptions { Patience = 10, Schedule = LearningRateSchedule.Constant, WeightAveraging = 2 };
        Assert.Equal(training, binary.Training);
        Assert.Equal(training, regression.Training);
        Assert.Equal(NetworkSpec.Create(1, 2).Dense(256, dropout: 0.2f).Dense(256, dropout: 0.2f).Build(), binary.Network);
        Assert.Equal(NetworkSpec.CreateRegression(1).Dense(256, dropout: 0.2f).Dense(256, dropout: 0.2f).Build(), regression.Network);
    }

    [Fact]
    public void Defaults_are_these()
    {
        var regression = new SignalPropagationRegressionTrainer.Options();

        Assert.Equal((32, OutputLossKind.Squared, 1f), (regression.Bins, regression.OutputLoss, regression.HuberDelta));
        Assert.Equal((LocalLossKind.Expectation, HeadKind.NearestTarget), (regression.Loss, regression.Head));
        Assert.Null(regression.Quantiles);
        Assert.Equal(ClassWeighting.None, new SignalPropagationBinaryTrainer.Options().ClassWeights);
        Assert.Equal(4, OwnProperties(typeof(SignalPropagationRegressionTrainer.Options)));
        Assert.Equal(1, OwnProperties(typeof(SignalPropagationBinaryTrainer.Options)));
    }

    [Fact]
    public void Every_option_of_the_regression_reaches_the_engine()
    {
        double[] levels = [0.1, 0.9];
        var model = Curve.Regression(_context, o =>
        {
            o.Bins = 8;
            o.Epochs = 1;
            o.Quantiles = levels;
            o.Head = HeadKind.Vote;
        }).Fit(Curve.Load(_context)).Model;
        var linear = Curve.Regression(_context, o =>
        {
            o.Epochs = 1;
            o.Head = HeadKind.Linear;
            o.OutputLoss = OutputLossKind.Huber;
            o.HuberDelta = 0.5f;
        }).Fit(Curve.Load(_context)).Model.Network.Spec;

        Assert.Equal((1, 8, HeadKind.Vote), (model.Network.Spec.Outputs, model.Network.Spec.Bins, model.Network.Spec.Head));
        Assert.Equal(levels, model.Quantiles);
        Assert.Equal((HeadKind.Linear, OutputLossKind.Huber, 0.5f), (linear.Head, linear.OutputLoss, linear.HuberDelta));
    }

    [Fact]
    public void The_option_of_the_binary_trainer_reaches_the_engine()
    {
        var model = Curve.Binary(_context, o => { o.Epochs = 1; o.ClassWeights = ClassWeighting.Balanced; }).Fit(Curve.Load(_context)).Model;

        Assert.Equal(ClassWeighting.Balanced, model.TrainingReport!.Options.ClassWeights);
        Assert.Equal(2, model.Network.ClassCount);
    }

    [Fact]
    public void The_short_forms_set_what_they_name()
    {
        IDataView data = Curve.Load(_context);
        var regression = _context.Regression.Trainers
            .SignalPropagation("Value", "Features", "Weight", hiddenLayers: [5], epochs: 2, batchSize: 30, learningRate: 0.5f).Fit(data).Model;
        var binary = _context.BinaryClassification.Trainers
            .SignalPropagation("Rare", "Features", "Weight", hiddenLayers: [5], epochs: 2, batchSize: 30, learningRate: 0.5f);

        TrainingOptions training = regression.TrainingReport!.Options;
        Assert.Equal((2, 30, 0.5f), (training.Epochs, training.BatchSize, training.Optimizer.LearningRate));
        Assert.Equal(new DenseSpec(5) { Dropout = 0.2f }, Assert.Single(regression.Network.Spec.Layers));
        Assert.Equal("Weight", binary.WeightColumn.Name);
        Assert.Equal(new DenseSpec(5) { Dropout = 0.2f }, Assert.Single(binary.Fit(data).Model.Network.Spec.Layers));
    }

    [Fact]
    public void What_does_not_suit_a_regression_is_listed()
    {
        IReadOnlyList<string> ErrorsOf(Action<SignalPropagationRegressionTrainer.Options> change)
            => Assert.Throws<ConfigurationException>(() => Curve.Regression(_context, change)).Errors;

        IReadOnlyList<string> errors = ErrorsOf(o =>
        {
            o.LabelColumnName = "";
            o.Bins = 1;
            o.HuberDelta = 0;
            o.OutputLoss = OutputLossKind.Huber;
            o.Quantiles = [0.5, 1.5, double.NaN];
        });
        string[] named = ["LabelColumnName", "Bins is 1", "HuberDelta is 0", "OutputLoss is Huber", "Quantiles holds 1.5", "Quantiles holds NaN"];
        Assert.All(named, name => Assert.Contains(errors, error => error.Contains(name, StringComparison.Ordinal)));
        Assert.Contains("Quantiles is empty", ErrorsOf(o => o.Quantiles = [])[0]);
        Assert.Contains("a value alone", ErrorsOf(o => { o.Quantiles = [0.5]; o.Head = HeadKind.Linear; })[0]);
        Assert.Contains("Classifier", ErrorsOf(o => o.Head = HeadKind.Classifier)[0]);
        Assert.Contains("Targets is null", ErrorsOf(o => o.Targets = null!)[0]);
    }

    [Fact]
    public void What_does_not_suit_two_classes_is_listed()
    {
        IReadOnlyList<string> errors = Assert.Throws<ConfigurationException>(() => Curve.Binary(_context, o =>
        {
            o.FeatureColumnName = "";
            o.ClassWeights = (ClassWeighting)9;
            o.TopK = 0;
        })).Errors;

        string[] named = ["FeatureColumnName", "ClassWeights 9", "TopK is 0"];
        Assert.All(named, name => Assert.Contains(errors, error => error.Contains(name, StringComparison.Ordinal)));
        Assert.Contains("Linear", Assert.Throws<ConfigurationException>(() => Curve.Binary(_context, o => o.Head = HeadKind.Linear)).Message);
    }

    [Fact]
    public void Nulls_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => _context.Regression.Trainers.SignalPropagation((SignalPropagationRegressionTrainer.Options)null!));
        Assert.Throws<ArgumentNullException>(() => _context.BinaryClassification.Trainers.SignalPropagation((SignalPropagationBinaryTrainer.Options)null!));
    }

    [Fact]
    public void Later_changes_to_the_options_do_not_reach_the_trainer()
    {
        double[] levels = [0.1, 0.9];
        var options = new SignalPropagationRegressionTrainer.Options { LabelColumnName = "Value", HiddenLayers = [8], Epochs = 1, Quantiles = levels };
        SignalPropagationRegressionTrainer trainer = _context.Regression.Trainers.SignalPropagation(options);
        levels[0] = 7;
        options.Quantiles = null;

        Assert.Equal([0.1, 0.9], trainer.Fit(Curve.Load(_context)).Model.Quantiles);
    }

    private static int OwnProperties(Type type)
        => type.GetProperties().Count(property => property.DeclaringType == type);
}
