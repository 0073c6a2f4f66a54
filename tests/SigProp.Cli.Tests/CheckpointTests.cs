using System.Diagnostics;

namespace SigProp.Cli.Tests;

/// <summary>Training that was interrupted goes on by the same command.</summary>
public sealed class CheckpointTests : CliTest
{
    private const string Training = "train {digits} --label digit --hidden 96 --epochs 30 --batch 8 --patience 0 --threads 1";

    [Fact]
    public void A_process_killed_in_the_middle_of_an_epoch_goes_on_to_the_same_model()
    {
        Succeed($"{Training} --out {{whole.sigprop}} --quiet");
        using (Process training = Start($"{Training} --out {{m.sigprop}} --checkpoint {{states}}"))
        {
            Assert.Contains("epoch 1/30", training.StandardError.ReadLine());
            training.Kill();
            training.WaitForExit();
        }

        Assert.Equal(["states", "whole.sigprop"], Files());
        string done = Directory.GetFiles(PathOf("states"), "*.checkpoint").Order().Last();
        Outcome resumed = Succeed($"{Training} --out {{m.sigprop}} --checkpoint {{states}}");
        Assert.Contains("training: goes on after epoch", resumed.Error);
        Assert.Contains($"of 30, from {done}", resumed.Error);
        Assert.Empty(Directory.GetFileSystemEntries(PathOf("states")));

        Network whole = Model.Load(PathOf("whole.sigprop")).Network, network = Model.Load(PathOf("m.sigprop")).Network;
        Assert.All(whole.Tensors, tensor => Assert.Equal(whole.GetTensor(tensor.Name).ToArray(), network.GetTensor(tensor.Name).ToArray()));
    }

    [Fact]
    public void Another_command_is_refused_in_its_words()
    {
        using var stop = new CancellationTokenSource();
        var errors = new StopAt(stop, "epoch 1/");
        Assert.Equal(130, Run($"{Training} --out {{m.sigprop}} --checkpoint {{states}}", errors, stop.Token).Code);
        Assert.Contains("The same command goes on after epoch 1.", errors.ToString());
        Refuse(
            $"{Training} --out {{n.sigprop}} --checkpoint {{states}} --seed 3 --clip-norm 2".Replace("--epochs 30", "--epochs 31", StringComparison.Ordinal),
            "holds the checkpoint of another run", "--epochs is 30 there and 31 here", "--clip-norm is 0 there and 2 here", "Name another folder");
        Assert.Contains("goes on after epoch 1 of 30", Succeed($"{Training} --out {{m.sigprop}} --checkpoint {{states}}").Error);
    }

    [Fact]
    public void A_folder_that_is_a_file_is_refused()
    {
        Write("states", "no folder");
        Refuse($"{Training} --out {{m.sigprop}} --checkpoint {{states}}", "states");
        Refuse($"{Training} --out {{m.sigprop}} --checkpoint ''", "--checkpoint");
    }

    private Process Start(string line)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "SigProp.Cli.dll");
        return Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. Arguments(line)]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }
}
