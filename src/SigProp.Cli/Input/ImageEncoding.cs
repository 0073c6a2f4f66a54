using SigProp.Data;

namespace SigProp.Cli.Input;

/// <summary>Encodings of images.</summary>
internal static class ImageEncoding
{
    /// <summary>The images' shape; null where the encoding is for something else.</summary>
    public static ImageShape? ShapeOf(InputEncoding? encoding) => encoding switch
    {
        PixelScaling pixels => new ImageShape(1, pixels.Height, pixels.PixelsAcross),
        ChannelScaling channels => channels.Shape,
        _ => null,
    };

    /// <summary>The shape as people read it: without the channel, where there is one only.</summary>
    public static string Describe(ImageShape shape) => shape.Channels == 1 ? $"{shape.Height} x {shape.Width}" : shape.ToString();
}
