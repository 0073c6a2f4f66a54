namespace SigProp.MLNet;

/// <summary>The options that all trainers <c>SignalPropagation</c> have. What is not set here has the engine's default.</summary>
public abstract class SignalPropagationOptions : LayeredTrainerOptions
{
    private static readonly DenseSpec s_layer = new(1);

    private protected SignalPropagationOptions(NetworkSpec defaults)
        : base(defaults)
    {
        Loss = defaults.Loss;
        TopK = defaults.TopK;
        Head = defaults.Head;
    }

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

    private protected override DenseSpec DenseLayer => base.DenseLayer with { Activation = Activation };

    private protected override string NamesOfLayerOptions => "Activation, Dropout and BatchNormalization";

    internal override NetworkSpec ToNetwork() => base.ToNetwork() with { Loss = Loss, TopK = TopK, Head = Head };
}
