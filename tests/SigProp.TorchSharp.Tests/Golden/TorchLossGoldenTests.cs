using SigProp.Tests.Golden;
using SigProp.TorchSharp.Losses;
using static TorchSharp.torch;

namespace SigProp.TorchSharp.Tests.Golden;

/// <summary>Losses and autograd's gradients of them give the numbers of an independent implementation, through libtorch too.</summary>
public sealed class TorchLossGoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases
        => GoldenCase.Files("loss-distance", "loss-labels", "loss-max-all", "loss-max-one", "loss-top-3");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_give_the_reference_numbers(string file)
    {
        var golden = new GoldenCase(file);
        LocalLossKind kind = GoldenNetworks.LossOf(golden);
        TorchLoss loss = kind == LocalLossKind.SquaredDistance ? new TorchDistanceLoss(1f) : new TorchPairLoss(kind, 3, 1f, targetPerSample: true);
        using var scope = NewDisposeScope();
        Tensor labels = tensor(golden["y"].EnumerateArray().Select(e => e.GetInt64()).ToArray());

        // With the similarities of the previous targets, and where these are one-hot also without them.
        foreach (bool oneHot in golden.Name.StartsWith("loss-max", StringComparison.Ordinal) ? new[] { false, true } : [false])
        {
            Tensor h = Matrix(golden, "h").requires_grad_(), t = Matrix(golden, "t").requires_grad_();
            TorchLossValue value = loss.Evaluate(h, t, new TorchLesson { Labels = labels, Contexts = oneHot || !golden.Has("t0") ? null : Matrix(golden, "t0") });
            value.Mean.backward();
            Assert.Equal(golden["loss"].GetDouble(), value.Mean.item<float>(), 1e-4);
            GoldenCase.AssertClose(GoldenCase.Flatten(golden["dh"]), h.grad!.data<float>().ToArray(), "dh");
            GoldenCase.AssertClose(GoldenCase.Flatten(golden["dt"]), t.grad!.data<float>().ToArray(), "dt");
        }
    }

    [Fact]
    public void All_cases_but_those_of_continuous_networks_are_replayed()
    {
        HashSet<string> replayed = [.. Cases.Concat(TorchGoldenTests.Cases).Select(c => Path.GetFileName(c.Data))];
        string[] kept = [.. Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Golden", "cases"), "*.json").Select(f => Path.GetFileName(f))];
        Assert.Equal(18, replayed.Count);
        Assert.All(kept.Where(f => !replayed.Contains(f)), f => Assert.StartsWith("continuous-", f, StringComparison.Ordinal));
    }

    private static Tensor Matrix(GoldenCase golden, string name)
        => tensor(GoldenCase.Flatten(golden[name]), golden[name].GetArrayLength(), golden[name][0].GetArrayLength());
}
