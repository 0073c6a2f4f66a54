using SigProp.Losses;
using SigProp.Numerics;

namespace SigProp.Tests.Golden;

/// <summary>Losses and their gradients give the numbers of automatic differentiation.</summary>
public sealed class LossGoldenTests
{
    public static IEnumerable<TheoryDataRow<string>> Cases
        => GoldenCase.Files("loss-distance", "loss-labels", "loss-max-all", "loss-max-one", "loss-top-3");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_give_the_reference_numbers(string file)
    {
        var golden = new GoldenCase(file);
        LocalLossKind kind = GoldenNetworks.LossOf(golden);
        MatrixView h = Matrix(golden, "h"), t = Matrix(golden, "t");
        MatrixView contexts = golden.Has("t0") ? Matrix(golden, "t0") : default;
        int[] labels = [.. golden["y"].EnumerateArray().Select(e => e.GetInt32())];
        LocalLoss loss = LocalLoss.Create(kind, 3, 1f, kind != LocalLossKind.SquaredDistance);
        int columns = loss.Columns(h.Rows, t.Rows);
        var g = new MatrixView(new float[h.Rows * columns], h.Rows, columns);
        MatrixView dh = Like(h), dt = Like(t);
        using var context = new ComputeContext(1);

        // With the similarities of the previous targets, and where these are one-hot also without them.
        foreach (bool oneHot in golden.Name.StartsWith("loss-max", StringComparison.Ordinal) ? new[] { false, true } : [false])
        {
            Lesson lesson = new() { Labels = labels, Contexts = oneHot ? default : contexts, ContextsAreOneHot = oneHot };
            LossValue value = loss.Evaluate(context, h, t, lesson, g);
            loss.GradientOfOutputs(context, h, t, g, 0, dh);
            loss.GradientOfTargets(context, h, t, g, dt);
            Assert.Equal(golden["loss"].GetDouble(), value.Mean, 1e-4);
            GoldenCase.AssertClose(GoldenCase.Flatten(golden["dh"]), dh.Elements, "dh");
            GoldenCase.AssertClose(GoldenCase.Flatten(golden["dt"]), dt.Elements, "dt");
        }
    }

    [Fact]
    public void The_cases_kept_here_are_found() => Assert.True(Cases.Count() >= 5);

    private static MatrixView Matrix(GoldenCase golden, string name)
        => new(GoldenCase.Flatten(golden[name]), golden[name].GetArrayLength(), golden[name][0].GetArrayLength());

    private static MatrixView Like(in MatrixView a) => new(new float[a.Rows * a.Columns], a.Rows, a.Columns);
}
