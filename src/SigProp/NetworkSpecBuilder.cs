using SigProp.Continuous;
using SigProp.Spiking;

namespace SigProp;

/// <summary>Builds a <see cref="NetworkSpec"/> layer by layer; nothing is checked before <see cref="Build"/>, which reports every error at once.</summary>
public sealed class NetworkSpecBuilder
{
    private readonly List<LayerSpec> _layers = [];
    private NetworkSpec _spec;

    internal NetworkSpecBuilder(NetworkSpec start) => _spec = start;

    /// <summary>Adds a fully connected layer; the parameters are those of <see cref="DenseSpec"/>.</summary>
    public NetworkSpecBuilder Dense(
        int units, Activation activation = Activation.LeakyReLU, float dropout = 0f, bool batchNormalization = false, LocalLossKind? loss = null)
        => Add(new DenseSpec(units) { Activation = activation, Dropout = dropout, BatchNormalization = batchNormalization, Loss = loss });

    /// <summary>Adds a convolution with a square kernel; the parameters are those of <see cref="ConvolutionSpec"/>, and what is not among them can be
    /// set there and handed to <see cref="Add"/>.</summary>
    /// <param name="channels">Output channels.</param>
    /// <param name="kernel">Rows and columns of the kernel; default 3.</param>
    /// <param name="stride">Rows and columns from one position to the next; default 1.</param>
    /// <param name="padding">Rows and columns of zeros on each side; null (default) for half the kernel, which keeps the size where the kernel is
    /// odd and the stride 1.</param>
    /// <param name="activation">The non-linearity.</param>
    /// <param name="dropout">Probability with which an output is dropped in training.</param>
    /// <param name="batchNormalization">Whether to normalise each channel before the activation.</param>
    /// <param name="loss">The layer's own loss.</param>
    public NetworkSpecBuilder Convolution(
        int channels, int kernel = 3, int stride = 1, int? padding = null, Activation activation = Activation.LeakyReLU, float dropout = 0f,
        bool batchNormalization = false, LocalLossKind? loss = null) => Add(new ConvolutionSpec(channels)
        {
            KernelHeight = kernel,
            KernelWidth = kernel,
            StrideHeight = stride,
            StrideWidth = stride,
            PaddingHeight = padding ?? (kernel - 1) / 2,
            PaddingWidth = padding ?? (kernel - 1) / 2,
            Activation = activation,
            Dropout = dropout,
            BatchNormalization = batchNormalization,
            Loss = loss,
        });

    /// <summary>Adds max pooling over square windows.</summary>
    public NetworkSpecBuilder MaxPooling(int window = 2, int? stride = null) => Add(new PoolingSpec(PoolingKind.Max, window) { Stride = stride });

    /// <summary>Adds average pooling over square windows.</summary>
    public NetworkSpecBuilder AveragePooling(int window = 2, int? stride = null) => Add(new PoolingSpec(PoolingKind.Average, window) { Stride = stride });

    /// <summary>Makes a row of numbers of an image; a dense layer does so by itself.</summary>
    public NetworkSpecBuilder Flatten() => Add(new FlattenSpec());

    /// <summary>Adds the layers of one of the paper's networks (<see cref="NetworkPresets.Layers"/>).</summary>
    public NetworkSpecBuilder Preset(NetworkPreset preset, double width = 1)
    {
        _layers.AddRange(NetworkPresets.Layers(preset, width));
        return this;
    }

    /// <summary>Adds a layer.</summary>
    public NetworkSpecBuilder Add(LayerSpec layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _layers.Add(layer);
        return this;
    }

    /// <summary>Chooses the target generator: target-only, learned (default) or fixed as drawn.</summary>
    public NetworkSpecBuilder Targets(bool learned = true) => Targets(new TargetGeneratorSpec { Learned = learned });

    /// <summary>Chooses the target generator.</summary>
    public NetworkSpecBuilder Targets(TargetGeneratorSpec targets) => With(_spec with { Targets = targets });

    /// <summary>Chooses the local loss of all layers that name none of their own.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="topK">The k of <see cref="LocalLossKind.PairsTopK"/>.</param>
    public NetworkSpecBuilder Loss(LocalLossKind loss, int topK = 3) => With(_spec with { Loss = loss, TopK = topK });

    /// <summary>Chooses what predicts from the last layer.</summary>
    public NetworkSpecBuilder Head(HeadKind head) => With(_spec with { Head = head });

    /// <summary>Chooses into how many quantile bins the output of a regression is cut.</summary>
    public NetworkSpecBuilder Bins(int bins) => With(_spec with { Bins = bins });

    /// <summary>Chooses a linear output for regression, and what it is trained by.</summary>
    public NetworkSpecBuilder LinearOutput(OutputLossKind loss = OutputLossKind.Squared, float huberDelta = 1f)
        => With(_spec with { Head = HeadKind.Linear, OutputLoss = loss, HuberDelta = huberDelta });

    /// <summary>Chooses to predict the nearest target by a tree over the classes' targets (<see cref="NetworkSpec.TreeBudget"/>).</summary>
    public NetworkSpecBuilder TargetTree(int budget = 0) => With(_spec with { Head = HeadKind.NearestTarget, TreeBudget = budget });

    /// <summary>Makes the network spiking (section VI).</summary>
    /// <param name="spiking">Its neurons, steps and learning signal; the defaults where null.</param>
    public NetworkSpecBuilder Spiking(SpikingSpec? spiking = null) => With(_spec with { Spiking = spiking ?? new SpikingSpec() });

    /// <summary>Makes the network one of coupled states in continuous time, as wide as its dense layers (section V).</summary>
    /// <param name="continuous">Its feedback, steps and nudge; the defaults where null.</param>
    public NetworkSpecBuilder Continuous(ContinuousSpec? continuous = null) => With(_spec with { Continuous = continuous ?? new ContinuousSpec() });

    /// <summary>The finished specification.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; the exception lists everything.</exception>
    public NetworkSpec Build()
    {
        NetworkSpec spec = _spec with { Layers = [.. _layers] };
        spec.ThrowIfInvalid();
        return spec;
    }

    private NetworkSpecBuilder With(NetworkSpec spec)
    {
        _spec = spec;
        return this;
    }
}
