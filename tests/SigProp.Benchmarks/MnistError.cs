namespace SigProp.Benchmarks;

internal static class MnistError
{
    public static object Run(Arguments arguments) => new();
}
