using SigProp.Benchmarks;

namespace SigProp.TorchSharp.Benchmarks;

/// <summary>What needs TorchSharp: one command a table, each with <c>--json FILE</c> and <c>--md FOLDER</c>.</summary>
internal static class Program
{
    private const string Vgg8bOptions = "[--data FOLDER: CIFAR-10's binary version] [--device auto|cuda|cpu|managed] "
        + "[--rules bp,ll-bp,ll-fa,sp,sp-sparse] [--width X: 2 for VGG8b(2x)] [--epochs N] [--batch N] [--steps N: an epoch, for a trial] [--test N: rows] "
        + "[--augment 0|1] [--dropout X] [--lr X] [--half bfloat16|float16] [--tf32 1] [--checkpoint FOLDER] [--checkpoint-minutes X] [--seed N] [--threads N]";

    private const string Apart = "[--apart 1: each run in a process of its own, as always on a GPU]";

    private const string HalfOptions = "[--data FOLDER: with mnist in it] [--set mnist|fashion] "
        + "[--device cpu|cuda] [--epochs N] [--rows N] [--hidden N] [--steps N] [--lr X] [--seed N] [--threads N]";

    private static readonly Dictionary<string, (string About, Func<Arguments, object> Run)> s_commands = new()
    {
        ["throughput"] = ("training throughput by libtorch's CPU beside the managed engine's, step by step in turns [--networks NAME,NAME] [--passes N] "
            + "[--seconds X: a pass] [--threads N: besides 1]", Throughput.Run),
        ["memory"] = ("memory of a step by depth and of VGG8b, SP and BP, libtorch's CPU beside the managed engine, a process each [--layers N,N] [--hidden N] "
            + "[--batch N] [--width X: of VGG8b] [--vgg-batch N] [--threads N]", MemoryByDepth.Run),
        ["memory-run"] = ("one run of `memory` in this process [--device cpu|managed] [--rule none|sp|sp-sparse|bp] [--network dense|vgg8b] [--layers N] [--hidden N] "
            + "[--batch N] [--width X] [--steps N] [--threads N]", MemoryRun.Run),
        ["vgg8b"] = ($"VGG8b on CIFAR-10 with the columns of the paper's tables I to IV {Vgg8bOptions} {Apart}", Vgg8bTable.Run),
        ["vgg8b-run"] = ($"one rule of `vgg8b` in this process, for JSON {Vgg8bOptions}", Vgg8bRuns.RunOne),
        ["half"] = ($"16 bits beside 32 on a spiking network on MNIST: test error, memory, samples/s {HalfOptions} {Apart}", HalfPrecision.Run),
        ["half-run"] = ($"one row of `half` in this process, for JSON {HalfOptions} [--engine libtorch|managed] [--numbers float32|bfloat16|float16]", HalfRuns.RunOne),
    };

    public static int Main(string[] args)
        => PassiveThreads.AreNeeded(args) ? PassiveThreads.RunAgain(args) : new CommandSet(s_commands, []).Run(args);
}
