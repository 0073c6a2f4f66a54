using System.Text.Json.Serialization;

namespace SigProp;

/// <summary>What a layer is to be; plain data. Layers that learn are <see cref="LearningLayerSpec"/>; pooling and flattening sit between.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(DenseSpec), "dense")]
[JsonDerivedType(typeof(ConvolutionSpec), "convolution")]
[JsonDerivedType(typeof(PoolingSpec), "pooling")]
[JsonDerivedType(typeof(FlattenSpec), "flatten")]
public abstract record LayerSpec
{
    /// <summary>The shape of the output for inputs of a shape that <see cref="ValidateInput"/> finds no fault with.</summary>
    internal abstract ImageShape OutputShape(ImageShape input);

    /// <summary>Adds a sentence to <paramref name="errors"/> for everything that is wrong; <paramref name="where"/> names the layer.</summary>
    internal abstract void Validate(string where, List<string> errors);

    /// <summary>Adds a sentence for everything about <paramref name="input"/> that does not suit this layer, which is sound in itself.</summary>
    /// <param name="where">The layer.</param>
    /// <param name="what">What comes in: "input" or "sparse target".</param>
    /// <param name="input">Its shape.</param>
    /// <param name="errors">Takes the sentences.</param>
    internal virtual void ValidateInput(string where, string what, ImageShape input, List<string> errors)
    {
    }

    /// <summary>A window of <paramref name="height"/> x <paramref name="width"/> must fit into the input and its padding.</summary>
    private protected static void ValidateWindow(
        string window, int height, int width, int paddingHeight, int paddingWidth, string what, ImageShape input, List<string> errors)
    {
        if (height > input.Height + (2 * paddingHeight) || width > input.Width + (2 * paddingWidth))
        {
            string padding = paddingHeight + paddingWidth > 0 ? $" with padding {paddingHeight} x {paddingWidth}" : "";
            errors.Add($"{window} of {height} x {width} is larger than its {what} of {input.Height} x {input.Width}{padding}.");
        }
    }

    private protected static void ValidateAtLeast(string where, string name, int value, int least, List<string> errors)
    {
        if (value < least)
        {
            errors.Add($"{where}: {name} is {value}; it must be at least {least}.");
        }
    }
}
