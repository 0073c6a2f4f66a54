using SigProp.Continuous;
using SigProp.Spiking;

namespace SigProp;

/// <summary>What a network is to be; immutable data, validated as a whole. <see cref="Create(int, int)"/> starts the fluent builder.</summary>
public sealed partial record NetworkSpec
{
    /// <summary>Number of input features, at least 1; for images channels x height x width.</summary>
    public required int Inputs { get; init; }

    /// <summary>The images' shape; null (default) where inputs are no images.</summary>
    public ImageShape? Image { get; init; }

    /// <summary>Number of classes, at least 2; 0 (default) for regression.</summary>
    public int Classes { get; init; }

    /// <summary>Number of values that regression predicts, at least 1; 0 (default) for classification.</summary>
    public int Outputs { get; init; }

    /// <summary>Quantile bins into which the single output of a regression is cut, at least 2; default 32. They take the classes' place: each has a
    /// target. Fewer are made where too many values are equal.</summary>
    public int Bins { get; init; } = 32;

    /// <summary>The layers, from the input on; at least one that learns.</summary>
    public required IReadOnlyList<LayerSpec> Layers { get; init => field = value is null ? null! : [.. value]; }

    /// <summary>The target generator; default target-only and learned.</summary>
    public TargetGeneratorSpec Targets { get; init; } = new();

    /// <summary>The local loss of all layers that name none of their own; default <see cref="LocalLossKind.Dot"/> (Eq 9).</summary>
    public LocalLossKind Loss { get; init; } = LocalLossKind.Dot;

    /// <summary>The k of <see cref="LocalLossKind.PairsTopK"/>, at least 1 and at most the batch size; default 3.</summary>
    public int TopK { get; init; } = 3;

    /// <summary>What predicts from the last layer; default <see cref="HeadKind.Classifier"/>.</summary>
    public HeadKind Head { get; init; } = HeadKind.Classifier;

    /// <summary>What <see cref="HeadKind.Linear"/> is trained by; default <see cref="OutputLossKind.Squared"/>.</summary>
    public OutputLossKind OutputLoss { get; init; } = OutputLossKind.Squared;

    /// <summary>Where <see cref="OutputLossKind.Huber"/> turns linear, in standard deviations of the output, above 0; default 1.</summary>
    public float HuberDelta { get; init; } = 1f;

    /// <summary>How <see cref="HeadKind.NearestTarget"/> finds the class of a row (<see cref="Network.PredictClasses"/>): null (default) compares with all
    /// classes' targets; 0 searches a tree over them, exactly; a larger number stops after about so many comparisons, though not before a first
    /// target is found, and may err.</summary>
    public int? TreeBudget { get; init; }

    /// <summary>Makes the network spiking (section VI); null (default) where it is not.</summary>
    public SpikingSpec? Spiking { get; init; }

    /// <summary>Makes the network one of coupled states in continuous time (section V); null (default) where it is not.</summary>
    public ContinuousSpec? Continuous { get; init; }

    /// <summary>Whether numbers are predicted, not classes.</summary>
    public bool IsRegression => Outputs > 0;

    /// <summary>Whether a class, or a bin, has one target, the same for all samples, so that every layer can answer (Eq 8).</summary>
    public bool HasClassTargets => Targets.OnePerClass && (Classes > 0 || Outputs == 1);

    /// <summary>Classes, or bins in their place; 0 where the learning signal is a row of numbers.</summary>
    internal int Contexts => Classes > 0 ? Classes : Outputs == 1 ? Bins : 0;

    /// <summary>Numbers of the prediction layer.</summary>
    internal int HeadOutputs => Classes > 0 ? Classes : Outputs;

    /// <summary>The shape of what the first layer is given: of a time series, a step.</summary>
    internal ImageShape InputShape
    {
        get
        {
            ImageShape shape = Image ?? ImageShape.Flat(Inputs);
            return Spiking is { Input: SpikingInput.TimeSeries } spiking ? shape with { Channels = shape.Channels / spiking.Steps } : shape;
        }
    }

    /// <summary>Starts a network of <paramref name="inputs"/> features and <paramref name="classes"/> classes.</summary>
    public static NetworkSpecBuilder Create(int inputs, int classes)
        => new(new NetworkSpec { Inputs = inputs, Classes = classes, Layers = [] });

    /// <summary>Starts a network for images of one shape and <paramref name="classes"/> classes.</summary>
    public static NetworkSpecBuilder Create(ImageShape image, int classes)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new(new NetworkSpec { Inputs = image.Size, Image = image, Classes = classes, Layers = [] });
    }

    /// <summary>Starts a network that predicts numbers. One output: by targets over its quantile bins (<see cref="LocalLossKind.Expectation"/>,
    /// <see cref="HeadKind.NearestTarget"/>). Several: by pairs and a linear output.</summary>
    public static NetworkSpecBuilder CreateRegression(int inputs, int outputs = 1) => new(new NetworkSpec
    {
        Inputs = inputs,
        Outputs = outputs,
        Layers = [],
        Loss = outputs == 1 ? LocalLossKind.Expectation : LocalLossKind.PairsByLabel,
        Head = outputs == 1 ? HeadKind.NearestTarget : HeadKind.Linear,
    });

    /// <summary>Whether <paramref name="other"/> says the same, layer by layer.</summary>
    public bool Equals(NetworkSpec? other) => other is not null && Rest == other.Rest && Layers.SequenceEqual(other.Layers);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rest, Layers.Count);

    /// <summary>The loss of a layer of <see cref="Layers"/>.</summary>
    internal LocalLossKind LossOf(LearningLayerSpec layer) => layer.Loss ?? Loss;

    /// <summary>The loss of a layer that learns, counted from 0.</summary>
    internal LocalLossKind LossOf(int layer) => LossOf(LearningLayers.ElementAt(layer));

    internal IEnumerable<LearningLayerSpec> LearningLayers => Layers.OfType<LearningLayerSpec>();

    internal void ThrowIfInvalid() => ConfigurationException.ThrowIfAny("network", Validate());

    private (int, ImageShape?, int, int, int, TargetGeneratorSpec, LocalLossKind, (int, HeadKind, OutputLossKind, float, int?, SpikingSpec?, ContinuousSpec?)) Rest
        => (Inputs, Image, Classes, Outputs, Bins, Targets, Loss, (TopK, Head, OutputLoss, HuberDelta, TreeBudget, Spiking, Continuous));
}
