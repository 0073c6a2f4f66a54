namespace SigProp.Cli.Comparing;

/// <summary>The data sets of the paper.</summary>
internal static class PaperData
{
    /// <summary>Which of them rows are, by their shape, the number of classes and the file's name; null where they are none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shape">The images' shape; null where the rows are no images.</param>
    /// <param name="classes">How many classes there are.</param>
    public static string? Of(string path, ImageShape? shape, int classes)
    {
        bool fashion = path.Contains("fashion", StringComparison.OrdinalIgnoreCase);
        return (shape, classes) switch
        {
            ({ Channels: 1, Height: 28, Width: 28 }, 10) => fashion ? "fashion" : "mnist",
            ({ Channels: 3, Height: 32, Width: 32 }, 10) => path.Contains("svhn", StringComparison.OrdinalIgnoreCase) ? "svhn" : "cifar10",
            ({ Channels: 3, Height: 32, Width: 32 }, 100) => "cifar100",
            _ => null,
        };
    }
}
