namespace SigProp.Benchmarks;

/// <summary>One command a table: <c>throughput</c>, <c>gemm</c>, <c>conv</c>, <c>mnist</c>, <c>digits</c>, <c>regression</c>,
/// <c>layers</c>, <c>images</c>, <c>predict</c>, <c>pipeline</c>; each with <c>--json FILE</c>.</summary>
internal static class Program
{
    private static readonly Dictionary<string, (string About, Func<Arguments, object> Run)> s_commands = new()
    {
        ["throughput"] = ("training throughput of 784-800-800-10, batch 128, Adam [--threads N] [--hidden N] [--layers N]", Throughput.Run),
        ["gemm"] = ("matrix products: GFLOP/s by shape and kernel [--threads N]", GemmRates.Run),
        ["conv"] = ("convolutions: GFLOP/s by layer of VGG8b, forward and gradients [--threads N] [--batch N] [--seconds X]", ConvolutionRates.Run),
        ["mnist"] = ("test error of 784-800-800-10 on MNIST by seed [--data FOLDER] [--epochs N] [--seeds N] [--dropout X]", MnistError.Run),
        ["digits"] = ("5-fold accuracy on the digits sample with default options [--seeds N]", DigitsAccuracy.Run),
        ["layers"] = ("training throughput, and each layer's time and memory, of VGG8b [--width X] [--batch N] [--threads N] [--preset vgg8b|vgg8b-2x|fc]", LayerCosts.Run),
        ["images"] = ("test error of convolutional presets [--set fashion|cifar] [--data FOLDER] [--width X] [--epochs N] [--sparse 1] [--rule sp,bp]", ImageError.Run),
        ["predict"] = ("prediction with 784-800-800-10: rows/s beside the matrix product's rate, latency of a row, many callers [--rows N] [--threads N] [--seconds X]", Prediction.Run),
        ["pipeline"] = ("training with layers in parallel beside one after the other, and the slowest layer beside backpropagation [--threads N] [--passes N] [--seconds X] [--width X] [--tables dense,vgg] [--network 64-256x8-10]", Pipelining.Run),
        ["regression"] = ("R2 and intervals on a held-out fifth of California housing and bike sharing [--data FOLDER] [--seeds N]", RegressionScores.Run),
    };

    public static int Main(string[] args)
    {
        if (args.Length == 0 || !s_commands.TryGetValue(args[0], out (string About, Func<Arguments, object> Run) command))
        {
            Console.Error.WriteLine("usage: SigProp.Benchmarks COMMAND [options] [--json FILE]");
            foreach ((string name, (string about, _)) in s_commands)
            {
                Console.Error.WriteLine($"  {name,-12}{about}");
            }

            return 2;
        }

        try
        {
            var arguments = new Arguments(args[1..]);
            object result = command.Run(arguments);
            arguments.WriteJson(result);
            return 0;
        }
        catch (Exception exception) when (exception is ArgumentException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(exception.Message);
            return 2;
        }
    }
}
