using System.Text.Json.Serialization;

namespace SigProp;

/// <summary>What a layer is to be; plain data. A layer is the unit that learns: an affine map, normalisation, activation and dropout.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(DenseSpec), "dense")]
public abstract record LayerSpec
{
    /// <summary>How this layer's loss compares outputs with targets; the network's <see cref="NetworkSpec.Loss"/> where null (default).</summary>
    public LocalLossKind? Loss { get; init; }

    internal abstract int OutputWidth(int inputWidth);

    /// <summary>Adds a sentence to <paramref name="errors"/> for everything that is wrong; <paramref name="where"/> names the layer.</summary>
    internal abstract void Validate(string where, List<string> errors);
}
