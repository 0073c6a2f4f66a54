using SigProp.Cli.Input;
using SigProp.Data;

namespace SigProp.Cli.Comparing;

/// <summary>The data sets of the paper.</summary>
internal static class PaperData
{
    /// <summary>Which of them rows are, by their shape, the number of classes and the file's name; null where they are none.</summary>
    public static string? Of(string path, LabelledData data)
    {
        ImageShape? shape = ImageEncoding.ShapeOf(data.Fit([0], unitRange: false));
        bool fashion = path.Contains("fashion", StringComparison.OrdinalIgnoreCase);
        return (shape, data.ClassNames.Count) switch
        {
            ({ Channels: 1, Height: 28, Width: 28 }, 10) => fashion ? "fashion" : "mnist",
            ({ Channels: 3, Height: 32, Width: 32 }, 10) => path.Contains("svhn", StringComparison.OrdinalIgnoreCase) ? "svhn" : "cifar10",
            ({ Channels: 3, Height: 32, Width: 32 }, 100) => "cifar100",
            _ => null,
        };
    }
}
