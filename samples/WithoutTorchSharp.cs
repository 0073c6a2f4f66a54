namespace SigProp.Samples;

/// <summary>Stands in for a sample where TorchSharp cannot be restored.</summary>
internal static class WithoutTorchSharp
{
    public static int Main()
    {
        Console.Error.WriteLine("This sample needs TorchSharp, which is not offered by the configured package sources.");
        return 1;
    }
}
