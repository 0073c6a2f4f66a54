using System.CommandLine;
using SigProp.Training;

namespace SigProp.Cli.Arguments;

/// <summary>The options that say how images are varied in training.</summary>
internal sealed class ImageArguments
{
    private readonly Option<int> _crop = OptionFactory.Whole("--crop", "N", "Move each image by up to N pixels.", 0);
    private readonly Option<bool> _flip = new("--flip") { Description = "Mirror every other image left to right." };
    private readonly Option<int> _cutout = OptionFactory.Whole("--cutout", "N", "Blank a square of N x N pixels somewhere.", 0);

    public IReadOnlyList<Option> Options => [_crop, _flip, _cutout];

    /// <summary>The variations asked for; null where none are.</summary>
    public ImageAugmentation? Read(ParseResult parsed)
    {
        var augmentation = new ImageAugmentation
        {
            CropPadding = parsed.GetValue(_crop),
            HorizontalFlip = parsed.GetValue(_flip),
            CutoutSize = parsed.GetValue(_cutout),
        };
        return augmentation == new ImageAugmentation() ? null : augmentation;
    }
}
