namespace SigProp.Tests.Data;

/// <summary>Data sets at full size, which a checkout does not hold: in the folder SIGPROP_DATA, or in shared/data beside the checkout.</summary>
internal static class SharedData
{
    /// <summary>The folder of a set; skips the test where there is none.</summary>
    public static string FolderOrSkip(string set)
    {
        string? folder = Environment.GetEnvironmentVariable("SIGPROP_DATA");
        for (string? at = AppContext.BaseDirectory; at is not null && string.IsNullOrEmpty(folder); at = Path.GetDirectoryName(at))
        {
            folder = File.Exists(Path.Combine(at, "SigProp.MLNet.sln")) ? Path.Combine(at, "..", "shared", "data") : null;
        }

        string? path = string.IsNullOrEmpty(folder) ? null : Path.Combine(folder, set);
        Assert.SkipUnless(Directory.Exists(path), $"The data set {set} is neither in the folder SIGPROP_DATA nor in shared/data beside the checkout.");
        return path!;
    }
}
