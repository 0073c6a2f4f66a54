using System.Text.Json.Serialization;

namespace SigProp.Data;

/// <summary>How raw input becomes the network's features. Learned from the training rows, and saved with the model.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(StandardScaling), "standard")]
[JsonDerivedType(typeof(TableEncoding), "table")]
[JsonDerivedType(typeof(PixelScaling), "pixels")]
[JsonDerivedType(typeof(ChannelScaling), "channels")]
[JsonDerivedType(typeof(RangeScaling), "range")]
[JsonDerivedType(typeof(PiecewiseLinearEncoding), "piecewise")]
[JsonDerivedType(typeof(MissingValueImputation), "imputed")]
public abstract record InputEncoding
{
    /// <summary>Number of features a row becomes.</summary>
    [JsonIgnore]
    public abstract int Width { get; }
}
