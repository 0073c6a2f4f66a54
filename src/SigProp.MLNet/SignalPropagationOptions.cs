using SigProp.Data;
using SigProp.Optimizers;
using SigProp.Training;

namespace SigProp.MLNet;

/// <summary>The options that all trainers <c>SignalPropagation</c> have. What is not set here has the engine's default. Epochs,
/// patience, dropout, the learning rate's schedule and the average of parameters are those that do well on tables, which business data mostly are.</summary>
public abstract class SignalPropagationOptions : LayeredTrainerOptions
{
    private const int EpochsThatSuit = 0;
    private const int DefaultPatience = 10;
    private const double AveragedEpochs = 2;

    private static readonly TrainingOptions s_training = new();
    private static readonly DenseSpec s_layer = new(1) { Dropout = 0.2f };

    private protected SignalPropagationOptions(NetworkSpec defaults)
        : base(defaults)
    {
        Epochs = EpochsThatSuit;
        Patience = DefaultPatience;
        Schedule = LearningRateSchedule.Constant;
        Dropout = s_layer.Dropout;
        Loss = defaults.Loss;
        TopK = defaults.TopK;
        Head = defaults.Head;
    }

    /// <summary>Into how many pieces between quantiles the range of each number is cut, at least 2 or 0 for none; each becomes a further feature, so that the
    /// network tells values in the middle of a range apart as well as its ends (<see cref="PiecewiseLinearEncoding"/>). Numbers are features with three
    /// values or more. Null (default) for 48, or fewer, so that there are at most 480 pieces of a row, 64 rows a piece, and 134 million pieces of all
    /// rows; none where there would be fewer than 8, as with more than 60 numbers, and none for more than 1,024 features, which are mostly those of texts. Images, and features that are
    /// not to be standardised, are never cut.</summary>
    public int? PiecewiseBins { get; set; }

    /// <summary>The non-linearity of <see cref="NetworkTrainerOptions.HiddenLayers"/>; default <see cref="Activation.LeakyReLU"/>.</summary>
    public Activation Activation { get; set; } = s_layer.Activation;

    /// <summary>How the layers' losses compare outputs with targets; default <see cref="LocalLossKind.Dot"/>, for regression
    /// <see cref="LocalLossKind.Expectation"/>.</summary>
    public LocalLossKind Loss { get; set; }

    /// <summary>The k of <see cref="LocalLossKind.PairsTopK"/>, at least 1 and at most the batch size; default 3.</summary>
    public int TopK { get; set; }

    /// <summary>What predicts from the last layer; default <see cref="HeadKind.Classifier"/>, for regression
    /// <see cref="HeadKind.NearestTarget"/>.</summary>
    public HeadKind Head { get; set; }

    internal override string TrainerName => "SignalPropagation";

    internal override int? BinsOfNumbers => PiecewiseBins;

    internal override bool EpochsSuitRows => Epochs == EpochsThatSuit;

    private protected override double? AveragingThatSuits => Precision == TrainingPrecision.Half ? null : AveragedEpochs;

    private protected override DenseSpec DenseLayer => base.DenseLayer with { Activation = Activation };

    private protected override DenseSpec DefaultLayer => s_layer;

    private protected override string NamesOfLayerOptions => "Activation, Dropout and BatchNormalization";

    internal override IEnumerable<string> Errors() => base.Errors().Concat(OwnErrors());

    internal override NetworkSpec ToNetwork() => base.ToNetwork() with { Loss = Loss, TopK = TopK, Head = Head };

    internal override TrainingOptions ToTraining() => base.ToTraining() with { Epochs = EpochsSuitRows ? s_training.Epochs : Epochs };

    private IEnumerable<string> OwnErrors()
    {
        if (PiecewiseBins is < 0 or 1)
        {
            yield return $"PiecewiseBins is {PiecewiseBins}; it must be at least 2, or 0 for none, or null for a number that suits the rows.";
        }
        else if (PiecewiseBins > 0 && (Image is not null || !Standardize))
        {
            yield return $"PiecewiseBins is {PiecewiseBins}, and {(Image is null ? "Standardize is false" : "the features are images")}; such features are not cut. "
                + "Leave it null.";
        }
    }
}
