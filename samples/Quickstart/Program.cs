namespace SigProp.Samples.Quickstart;

internal static class Program
{
    public static int Main() => 0;
}
