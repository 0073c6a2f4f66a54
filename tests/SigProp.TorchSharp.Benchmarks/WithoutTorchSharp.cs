namespace SigProp.TorchSharp.Benchmarks;

/// <summary>Stands in for the benchmarks where TorchSharp cannot be restored.</summary>
internal static class WithoutTorchSharp
{
    public static int Main()
    {
        Console.Error.WriteLine("These benchmarks need TorchSharp, which is not offered by the configured package sources.");
        return 1;
    }
}
