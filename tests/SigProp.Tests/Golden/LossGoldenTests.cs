using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Tests.Golden;

/// <summary>Losses and their gradients give the numbers of automatic differentiation.</summary>
public sealed class LossGoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases => GoldenCase.Files("loss-distance");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_distance_loss_gives_the_reference_numbers(string file)
    {
        var golden = new GoldenCase(file);
        int n = golden["h"].GetArrayLength(), m = golden["t"].GetArrayLength(), width = golden["h"][0].GetArrayLength();
        float[] both = [.. GoldenCase.Flatten(golden["h"]), .. GoldenCase.Flatten(golden["t"])];
        int[] labels = [.. golden["y"].EnumerateArray().Select(e => e.GetInt32())];
        var gradient = new Signal(new float[both.Length], n, m, width);
        using var context = new ComputeContext(1);

        LossValue value = new DistanceLoss().Evaluate(
            context, new Signal(both, n, m, width), labels, gradient, new MatrixView(new float[n * m], n, m));

        Assert.Equal(golden["loss"].GetDouble(), value.Mean, 1e-4);
        GoldenCase.AssertClose(GoldenCase.Flatten(golden["dh"]), gradient.H.Elements, "dh");
        GoldenCase.AssertClose(GoldenCase.Flatten(golden["dt"]), gradient.T.Elements, "dt");
    }
}
