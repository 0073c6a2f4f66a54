using SigProp.Losses;
using SigProp.Numerics;
using SigProp.TorchSharp.Losses;
using static TorchSharp.torch;

namespace SigProp.TorchSharp.Tests.Losses;

/// <summary>The loss of similarities and its gradient are the managed engine's.</summary>
public sealed class TorchSimilarityLossTests
{
    private const int Rows = 7, Width = 5, Classes = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Loss_and_gradient_are_the_managed_engines(bool isWeighted)
    {
        var random = new Random(5);
        float[] a = [.. Enumerable.Range(0, Rows * Width).Select(_ => random.NextSingle() - 0.5f)];

        // Two rows without a direction: of zeros, and of equal units.
        a.AsSpan(Width, Width).Clear();
        a.AsSpan(3 * Width, Width).Fill(0.5f);
        int[] labels = [0, 1, 2, 1, 0, 0, 2];
        float[] weights = isWeighted ? [1, 2, 0, 0.5f, 1.5f, 1, 1] : [];

        using var scope = NewDisposeScope();
        Tensor t = tensor(a, Rows, Width).requires_grad_();
        Tensor value = TorchSimilarityLoss.Evaluate(t, Classes, new TorchLesson
        {
            Labels = tensor(labels.Select(l => (long)l).ToArray()),
            Weights = isWeighted ? tensor(weights) : null,
        });
        value.backward();

        using var context = new ComputeContext(1);
        var gradient = new MatrixView(new float[Rows * Width], Rows, Width);
        double expected = SimilarityLoss.Evaluate(
            context, new MatrixView(a, Rows, Width), Classes, new Lesson { Labels = labels, Weights = weights },
            new MatrixView(new float[Rows * Rows], Rows, Rows), new float[Rows], gradient, 1f);
        Assert.Equal(expected, value.item<float>(), 1e-5);
        float[] actual = t.grad!.data<float>().ToArray();
        for (int i = 0; i < actual.Length; i++)
        {
            Assert.Equal(gradient.Elements[i], actual[i], 1e-5f);
        }
    }
}
