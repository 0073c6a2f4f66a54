namespace SigProp.Benchmarks;

/// <summary>One command a table, each with <c>--json FILE</c> and <c>--md FOLDER</c>; <c>all</c> makes every table.</summary>
internal static class Program
{
    /// <summary>The commands. The options that a text names are all that its command takes. A command returns a <see cref="ResultTable"/>, several, or a
    /// <see cref="Report"/>, to be shown and saved; or it prints, and returns an object for JSON.</summary>
    private static readonly Dictionary<string, (string About, Func<Arguments, object> Run)> s_commands = new()
    {
        ["throughput"] = ("training throughput of 784-800-800-10, batch 128, Adam, SP beside BP [--threads N] [--hidden N] [--layers N,N] [--passes N] "
            + "[--peer 1: PyTorch before and after] [--python FILE]", Throughput.Run),
        ["gemm"] = ("matrix products: GFLOP/s by shape and kernel [--threads N] [--seconds X] [--peer 1: OpenBLAS in the same run] [--python FILE]", GemmRates.Run),
        ["conv"] = ("convolutions: GFLOP/s by layer of VGG8b, forward and gradients [--threads N] [--batch N] [--seconds X]", ConvolutionRates.Run),
        ["memory"] = ("peak memory of a training run by depth, SP and BP, a process each [--layers N,N] [--hidden N] [--batch N] [--rows N] [--epochs N] "
            + "[--threads N] [--validation X]", MemoryByDepth.Run),
        ["memory-run"] = ("one run of `memory` in this process [--rule sp|bp|none] [--layers N] [--hidden N] [--batch N] [--rows N] [--epochs N] [--threads N] "
            + "[--validation X]", MemoryRun.Run),
        ["streaming"] = ("one epoch from files of 1 and of 10 million rows: memory, rows/s, accuracy [--rows N,N] [--limit MB] [--threads N] [--child FOLDER: the run itself]", Streaming.Run),
        ["checkpoints"] = ("what a checkpoint after each epoch costs in time and on the disk [--rows N] [--hidden N] [--epochs N] [--threads N]", Checkpoints.Run),
        ["predict"] = ("prediction with 784-800-800-10: rows/s beside the matrix product's rate, latency of a row, many callers [--rows N] [--threads N] [--seconds X]", Prediction.Run),
        ["pipeline"] = ("training with layers in parallel beside one after the other, and the slowest layer beside backpropagation [--threads N] [--passes N] "
            + "[--seconds X] [--width X] [--batch N] [--tables dense,vgg] [--network 64-256x8-10]", Pipelining.Run),
        ["scaling"] = ("how training time grows with width, depth, batch, classes and rows, SP and BP [--hidden N,N] [--layers N,N] [--batch N,N] [--classes N,N] "
            + "[--rows N,N] [--threads N] [--seconds X: a point]", Scaling.Run),
        ["phases"] = ("what limits each phase of a layer's step, beside the machine's limits [--threads N] [--seconds X: a phase]", StepPhases.Run),
        ["mnist"] = ("test error of 784-800-800-10 on MNIST by seed [--data FOLDER] [--epochs N] [--seeds N] [--dropout X] [--hidden N] [--layers N] "
            + "[--rule sp|bp] [--norm 1] [--lr X]", MnistError.Run),
        ["spiking"] = ("test error, activity and memory of spiking networks by learning rule [--set mnist,fashion] [--data FOLDER: with mnist and fashion-mnist in it] "
            + "[--rule shallow,voltage,surrogate,bptt] [--precision single,half] [--conv 1: the paper's convolutional network] [--plain 1: without spikes] "
            + "[--epochs N] [--hidden N] [--channels N] [--steps N] [--threshold X] [--lr X] [--schedule cosine|step|constant] [--seed N] [--rows N]",
            SpikingError.Run),
        ["continuous"] = ("test error and seconds an epoch of continuous networks, and the angles of the loop [--set mnist,fashion] "
            + "[--data FOLDER: with mnist and fashion-mnist in it] [--feedback learned,fixed,symmetric] [--layers N,N] [--hidden N] [--epochs N] [--beta X] "
            + "[--sign NAME] [--free N] [--nudged N] [--tolerance X] [--rates X,X] [--loop-rate X] [--loop-signal NAME] [--persistent 1] "
            + "[--schedule cosine|constant] [--batch N] [--seed N] [--rows N] [--threads N] [--svg FOLDER: a figure of the angles each]", ContinuousError.Run),
        ["digits"] = ("5-fold accuracy on the digits sample with default options [--data FILE] [--seeds N] [--epochs N] [--batch N] [--lr X] [--dropout X] "
            + "[--validation X]", DigitsAccuracy.Run),
        ["layers"] = ("training throughput, and each layer's time and memory, of VGG8b [--width X] [--batch N] [--threads N] [--steps N] [--passes N] "
            + "[--preset vgg8b|vgg8b-2x|fc]", LayerCosts.Run),
        ["images"] = ("test error of convolutional presets [--set fashion|cifar] [--data FOLDER] [--width X] [--epochs N] [--sparse 1] [--rule sp,bp] [--batch N] "
            + "[--lr X] [--schedule cosine|step] [--seed N] [--crop N] [--dropout X]", ImageError.Run),
        ["regression"] = ("R2 and intervals on a held-out fifth of California housing and bike sharing [--data FOLDER] [--set NAME] [--seeds N] [--epochs N] "
            + "[--batch N] [--patience N] [--validation X] [--bins N] [--hidden N] [--layers N]", RegressionScores.Run),
        ["all"] = ("every table in turn, a process and a Markdown file each [--data FOLDER: with mnist, fashion-mnist, cifar-10 and tabular in it] [--peer 1] "
            + "[--python FILE] [--only NAME,NAME]", All),
    };

    private static readonly CommandSet s_set = new(s_commands,
    [
        $"  {"micro",-12}BenchmarkDotNet over the kernels, with its options",
        $"  {"",-12}[--filter '*Gemm*'] [--job short] [--list flat] ...",
    ]);

    public static int Main(string[] args) => args is ["micro", ..] ? Micro.Run(args[1..]) : s_set.Run(args);

    private static object All(Arguments arguments) => AllTables.Run(arguments, s_commands.Keys);
}
