namespace SigProp.Benchmarks;

internal static class DigitsAccuracy
{
    public static object Run(Arguments arguments) => new();
}
