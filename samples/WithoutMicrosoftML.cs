namespace SigProp.Samples;

/// <summary>Stands in for a sample where Microsoft.ML cannot be restored.</summary>
internal static class WithoutMicrosoftML
{
    public static int Main()
    {
        Console.Error.WriteLine("This sample needs Microsoft.ML, which is not offered by the configured package sources.");
        return 1;
    }
}
