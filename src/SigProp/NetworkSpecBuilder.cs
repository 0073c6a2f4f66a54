namespace SigProp;

/// <summary>Builds a <see cref="NetworkSpec"/> layer by layer; nothing is checked before <see cref="Build"/>, which reports every error at once.</summary>
public sealed class NetworkSpecBuilder
{
    private readonly int _inputs;
    private readonly int _classes;
    private readonly List<LayerSpec> _layers = [];
    private TargetGeneratorSpec _targets = new();
    private LocalLossKind _loss = LocalLossKind.Dot;
    private HeadKind _head = HeadKind.Classifier;

    internal NetworkSpecBuilder(int inputs, int classes)
    {
        _inputs = inputs;
        _classes = classes;
    }

    /// <summary>Adds a fully connected layer; the parameters are those of <see cref="DenseSpec"/>.</summary>
    public NetworkSpecBuilder Dense(
        int units, Activation activation = Activation.LeakyReLU, float dropout = 0f, bool batchNormalization = false, LocalLossKind? loss = null)
        => Add(new DenseSpec(units) { Activation = activation, Dropout = dropout, BatchNormalization = batchNormalization, Loss = loss });

    /// <summary>Adds a layer.</summary>
    public NetworkSpecBuilder Add(LayerSpec layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        _layers.Add(layer);
        return this;
    }

    /// <summary>Chooses the target generator: learned (default) or fixed as drawn.</summary>
    public NetworkSpecBuilder Targets(bool learned = true)
    {
        _targets = new TargetGeneratorSpec { Learned = learned };
        return this;
    }

    /// <summary>Chooses the local loss of all layers that name none of their own.</summary>
    public NetworkSpecBuilder Loss(LocalLossKind loss)
    {
        _loss = loss;
        return this;
    }

    /// <summary>Chooses what predicts from the last layer.</summary>
    public NetworkSpecBuilder Head(HeadKind head)
    {
        _head = head;
        return this;
    }

    /// <summary>The finished specification.</summary>
    /// <exception cref="ConfigurationException">Something is wrong; the exception lists everything.</exception>
    public NetworkSpec Build()
    {
        var spec = new NetworkSpec
        {
            Inputs = _inputs,
            Classes = _classes,
            Layers = [.. _layers],
            Targets = _targets,
            Loss = _loss,
            Head = _head,
        };
        spec.ThrowIfInvalid();
        return spec;
    }
}
