namespace SigProp;

/// <summary>Makes a row of numbers of an image; learns nothing. A dense layer does so by itself.</summary>
public sealed record FlattenSpec : LayerSpec
{
    internal override ImageShape OutputShape(ImageShape input) => ImageShape.Flat(input.Size);

    internal override void Validate(string where, List<string> errors)
    {
    }
}
